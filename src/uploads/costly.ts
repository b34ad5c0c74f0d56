import { isRefusal, type Refusal } from '../errors.ts';
import { refuseUpload, type UploadProblem } from './upload-words.ts';

/** A file that costs its process is told so like any other that is refused. */
export async function costing<T>(work: () => Promise<T>): Promise<T | { problem: UploadProblem }> {
  try {
    return await work();
  } catch (error) {
    if (isRefusal(error) && error.code === 'upload-too-costly') return { problem: 'upload-too-costly' };
    throw error;
  }
}

export function tooCostly(): Refusal {
  return refuseUpload('upload-too-costly');
}
