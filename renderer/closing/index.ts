export { ClosingQuestion } from './ClosingQuestion.tsx';
