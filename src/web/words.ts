import type { Words } from '../errors.ts';
import { accountWords } from './words/account.ts';
import { accountHistoryWords } from './words/account-history.ts';
import { accountKeyWords } from './words/account-keys.ts';
import { accountNoticeWords } from './words/account-notices.ts';
import { bookFileWords } from './words/book-files.ts';
import { chainWords } from './words/chains.ts';
import { checkWords } from './words/check.ts';
import { confirmWords } from './words/confirm.ts';
import { decidingWords } from './words/deciding.ts';
import { editorWords } from './words/editor.ts';
import { exchangeWords } from './words/exchange.ts';
import { formWords } from './words/forms.ts';
import { frameWords } from './words/frame.ts';
import { handoverWords } from './words/handover.ts';
import { incomingBookWords } from './words/incoming-books.ts';
import { incomingDeskWords } from './words/incoming-desk.ts';
import { incomingFilterWords } from './words/incoming-filter.ts';
import { incomingHandWords } from './words/incoming-hand.ts';
import { incomingInstructionWords } from './words/incoming-instructions.ts';
import { incomingIntakeWords } from './words/incoming-intake.ts';
import { incomingKeptWords } from './words/incoming-kept.ts';
import { incomingOfflineWords } from './words/incoming-offline.ts';
import { incomingOriginalWords } from './words/incoming-originals.ts';
import { incomingRegisterWords } from './words/incoming-register.ts';
import { incomingReplyWords } from './words/incoming-reply.ts';
import { incomingReportWords } from './words/incoming-reports.ts';
import { incomingSheetWords } from './words/incoming-sheets.ts';
import { letterStatusWords } from './words/letter-status.ts';
import { letterUploadWords } from './words/letter-uploads.ts';
import { letterWords } from './words/letters.ts';
import { officeWords } from './words/office.ts';
import { peopleWords } from './words/people.ts';
import { problemWords } from './words/problems.ts';
import { publicLetterWords } from './words/public-letter.ts';
import { recipientGroupWords } from './words/recipient-groups.ts';
import { registerWords } from './words/registers.ts';
import { sendingWords } from './words/sending.ts';
import { settingsWords } from './words/settings.ts';
import { settingsKindWords } from './words/settings-kinds.ts';
import { signInWords } from './words/sign-in.ts';
import { standingInWords } from './words/standing-in.ts';
import { systemWords } from './words/system.ts';
import { waitingWords } from './words/waiting.ts';

/** Every sentence of the pages, by key. A room of pages brings its own catalogue `words/<room>.ts` and adds it here. */
export const catalogue = {
  ...accountWords,
  ...accountHistoryWords,
  ...accountKeyWords,
  ...accountNoticeWords,
  ...bookFileWords,
  ...chainWords,
  ...checkWords,
  ...confirmWords,
  ...editorWords,
  ...exchangeWords,
  ...formWords,
  ...frameWords,
  ...incomingDeskWords,
  ...incomingIntakeWords,
  ...incomingKeptWords,
  ...incomingRegisterWords,
  ...incomingOfflineWords,
  ...incomingBookWords,
  ...incomingFilterWords,
  ...incomingReplyWords,
  ...incomingHandWords,
  ...incomingInstructionWords,
  ...incomingSheetWords,
  ...incomingReportWords,
  ...letterStatusWords,
  ...letterUploadWords,
  ...letterWords,
  ...decidingWords,
  ...officeWords,
  ...peopleWords,
  ...problemWords,
  ...publicLetterWords,
  ...registerWords,
  ...settingsWords,
  ...settingsKindWords,
  ...sendingWords,
  ...recipientGroupWords,
  ...handoverWords,
  ...incomingOriginalWords,
  ...signInWords,
  ...standingInWords,
  ...systemWords,
  ...waitingWords,
} as const satisfies Record<string, Words>;

export type WordKey = keyof typeof catalogue;
export type Language = 'id' | 'en';

/** `?lang=en` or `?lang=id`; anything else asks for nothing. */
export function languageAsked(asked: unknown): Language | undefined {
  return asked === 'en' || asked === 'id' ? asked : undefined;
}

/** `t('units.added', { name })` fills `{name}`; a key that does not exist, or a gap left open, is a fault. */
export type Translate = (key: WordKey, gaps?: Readonly<Record<string, string | number>>) => string;

export function translator(language: Language): Translate {
  return (key, gaps = {}) => {
    const words: Words | undefined = catalogue[key];
    if (words === undefined) throw new Error(`no words for ${key}`);
    return words[language].replace(/\{(\w+)\}/g, (_, gap: string) => {
      const filling = gaps[gap];
      if (filling === undefined) throw new Error(`the words ${key} need {${gap}}`);
      return String(filling);
    });
  };
}

export function say(words: Words, language: Language): string {
  return words[language];
}
