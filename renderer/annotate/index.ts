export { AnnotationStage } from './AnnotationStage.tsx';
export { describeFrame } from './describeShape.ts';
export { drawShape } from './drawShape.ts';
export { LayersPanel } from './LayersPanel.tsx';
export { TextField } from './TextField.tsx';
export { ToolStrip } from './ToolStrip.tsx';
export type { DrawingPorts } from './DrawingStore.ts';
export type { Tool } from './tools/toolState.ts';
export { useAnnotations, type Annotations } from './useAnnotations.ts';
