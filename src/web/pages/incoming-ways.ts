import type { HoldingRead } from '../../incoming/reading/read-types.ts';
import type { Translate } from '../words.ts';
import type { IncomingShown } from './incoming-shown.ts';

export interface Way {
  text: string;
  href: string;
  /** What is asked first. */
  main: boolean;
  /** One tap, nothing to write: the holding that is sent at once. */
  at: number | undefined;
}

/** Ways on from a letter for this reader: reports to look at first, then what each of their posts can do. */
export function waysOn(shown: IncomingShown, mayReply: boolean, t: Translate): { heading: string; links: Way[] }[] {
  const here = `/incoming/${shown.id}`;
  const reports = shown.actions.accept.map((held) => ({
    text: t('judge.open', { position: held.positionName }),
    href: `${here}/judge?holding=${held.id}`,
    main: true,
    at: undefined,
  }));
  const several = shown.mine.length > 1;
  const groups = shown.mine
    .map((held) => ({
      heading: several ? t('decide.as', { position: held.asCapacity ?? held.positionName }) : '',
      links: ofHolding(here, held, t),
    }))
    .filter(({ links }) => links.length > 0);
  const moves = shown.actions.move.map((held) => ({
    text: t('line.move.vacant', { position: held.positionName }),
    href: `${here}/move?holding=${held.id}`,
    main: false,
    at: undefined,
  }));
  const reply = mayReply ? [{ text: t('reply.title'), href: `${here}/reply`, main: false, at: undefined }] : [];
  return [{ heading: '', links: reports }, ...groups, { heading: '', links: [...moves, ...reply] }].filter(
    ({ links }) => links.length > 0,
  );
}

function ofHolding(here: string, { id, via, state, may, forInformation }: HoldingRead, t: Translate): Way[] {
  const way = (page: string, text: string, main = false): Way => ({
    text,
    href: `${here}/${page}?holding=${id}`,
    main,
    at: undefined,
  });
  const asked = via === 'disposition';
  return [
    ...(may.finish && forInformation ? [{ ...way('finish', t('finish.known'), true), at: id }] : []),
    // Reported once, nothing more is asked: the disposer has it to look at.
    ...(may.report && state !== 'reported' ? [way('report', t('report.open'), true)] : []),
    ...(may.dispose ? [way('dispose', t('dispose.open'), !asked)] : []),
    ...(may.forward ? [way('forward', t('forward.open'))] : []),
    ...(may.finish && !forInformation ? [way('finish', t('finish.open'))] : []),
    ...(may.disposeFurther ? [way('dispose', t('dispose.open.further'))] : []),
    ...(may.report && state === 'reported' ? [way('report', t('report.open.more'))] : []),
    ...(may.reportEvenOpen && !may.report ? [way('report', t('report.open.even'))] : []),
    ...(may.finishEvenOpen && !may.finish ? [way('finish', t('finish.open.even'))] : []),
  ];
}
