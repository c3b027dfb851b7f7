import { useId, type ReactNode } from 'react';
import classes from './Section.module.css';

export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes['section']} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <dl className={classes['fact']}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </dl>
  );
}
