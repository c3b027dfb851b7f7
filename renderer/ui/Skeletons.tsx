import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './Skeletons.module.css';

/** Under 300 ms nothing is shown; after that the shape of what comes. */
function useSlow(): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return slow;
}

/** Rows of a list that is still being read. */
export function RowSkeletons({ count = 6, height = 56 }: { readonly count?: number; readonly height?: number }) {
  if (!useSlow()) return null;
  return (
    <div role="status" aria-label="Loading" className={classes['rows']}>
      {Array.from({ length: count }, (_, index) => <Skeleton key={index} height={height} />)}
    </div>
  );
}

/** Cards of a grid of pictures that is still being read. */
export function CardSkeletons({ count = 8 }: { readonly count?: number }) {
  if (!useSlow()) return null;
  return (
    <div role="status" aria-label="Loading" className={classes['cards']}>
      {Array.from({ length: count }, (_, index) => <div key={index} className={classes['card']}><Skeleton height={156} radius={0} /><Skeleton height={12} w="60%" mt={12} mx={12} /><Skeleton height={10} w="40%" mt={8} mx={12} /></div>)}
    </div>
  );
}
