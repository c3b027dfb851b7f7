/** pdf.js reads a document in a thread of its own and hands what is to be drawn to the viewer's worker, with which it ends. */
import 'pdfjs-dist/build/pdf.worker.mjs';
