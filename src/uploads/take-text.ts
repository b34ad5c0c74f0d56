import mammoth from 'mammoth';
import { lookIntoDocx } from './look-into-docx.ts';
import { htmlAsMarkup } from './text-markup.ts';
import type { UploadProblem } from './upload-words.ts';

/**
 * The words of a DOCX in the simple markup of the letters: paragraphs, lists, tables, bold, italic, underline. Looks are
 * left behind; `left` names what else is (pictures).
 */
export async function takeText(path: string): Promise<{ problem: UploadProblem } | { text: string; left: string[] }> {
  const looked = await lookIntoDocx(path);
  if ('problem' in looked) return looked;
  let pictures = 0;
  try {
    const { value } = await mammoth.convertToHtml(
      { path },
      {
        styleMap: ['u => u', 'comment-reference => '],
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(async () => {
          pictures += 1;
          return { src: '' };
        }),
      },
    );
    return { text: htmlAsMarkup(value), left: pictures > 0 ? ['pictures'] : [] };
  } catch {
    return { problem: 'docx-damaged' };
  }
}
