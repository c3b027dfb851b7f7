import classes from './Panel.module.css';

/** Name and value; what has no value is left out. */
export type Field = readonly [name: string, value: string | null | undefined];

export function Fields({ fields }: { readonly fields: readonly Field[] }) {
  return (
    <dl className={classes['fields']}>
      {fields.flatMap(([name, value]) => (value === null || value === undefined || value === '' ? [] : [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>]))}
    </dl>
  );
}
