import { MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { Narrative } from '../../renderer/viewer/details/Narrative.tsx';

declare global {
  interface Window {
    showNarrative: (text: unknown) => void;
  }
}

const root = createRoot(document.body.appendChild(document.createElement('main')));
window.showNarrative = (text) => root.render(<MantineProvider><Narrative text={text} /></MantineProvider>);
