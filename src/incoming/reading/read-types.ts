import type { SenderStatus } from '../../intake/sender-status-store.ts';
import type { StatusStanding } from '../../letters/letter-status.ts';
import type { WaitingRow } from '../deadlines/waiting-store.ts';
import type { Incoming } from '../incoming-store.ts';
import type { Scan } from '../scans/scans-store.ts';
import type { Sheet } from '../sheet/sheets-store.ts';
import type { Holding } from '../tree/holdings-store.ts';
import type { Report, ReportFile } from '../tree/reports-store.ts';
import type { AttachmentRow, EventRow, ReadingRow } from './course-store.ts';

/** What the actor may do with a holding now. Each is asked again at the act. */
export interface HoldingMay {
  /** Pass it upward. */
  forward: boolean;
  dispose: boolean;
  /** Add recipients to what this post disposed before. */
  disposeFurther: boolean;
  /** Tell the disposer that it is done; `reportEvenOpen`: although those below still have it. */
  report: boolean;
  reportEvenOpen: boolean;
  /** End it without a report: first holders, those who got it from below, or to know of it. */
  finish: boolean;
  finishEvenOpen: boolean;
  /** As the disposer: take it back while unread. */
  cancel: boolean;
  /** As the disposer: take or return what was reported. */
  accept: boolean;
  giveBack: boolean;
  /** As the superior of a vacant post: give what waits there to another one. */
  move: boolean;
}

export interface HoldingRead extends Holding {
  /** 0 for the first holder. */
  depth: number;
  /** Nobody holds the post today, or it is closed. */
  vacant: boolean;
  reports: (Report & { files: Omit<ReportFile, 'sha256'>[] })[];
  may: HoldingMay;
  /** The actor holds the post, or disposes for it by mandate; then in which capacity. */
  asCapacity: string | undefined;
}

export interface SheetRead extends Sheet {
  recipients: Pick<Holding, 'id' | 'positionId' | 'givenName' | 'responsible' | 'state'>[];
  /** Write it anew: nobody has read it yet. */
  mayChange: boolean;
}

/** An incoming letter for somebody who may read it. */
export interface IncomingRead {
  incoming: Incoming;
  /** What its sender did to it since, where we learn of it (our own, a partner's); undefined: it is in force as it came. */
  letterStanding: StatusStanding | undefined;
  /** The letter of ours that it is, where the reader may open that one. */
  ownLetterId: number | undefined;
  attachments: Omit<AttachmentRow, 'sha256'>[];
  /** The tree, each holder followed by those below it. */
  holdings: HoldingRead[];
  sheets: SheetRead[];
  timeline: EventRow[];
  /** What was added later, one for each `scan_added` of the timeline, in their order. */
  scans: Scan[];
  /** It has nothing to read yet, and its scan is being prepared, or cannot be used until somebody mends it; undefined: none comes. */
  scanComing: 'waiting' | 'refused' | undefined;
  /** What its sender did to it since it came, where we learn of it (our own, a partner's), oldest first. */
  senderStatuses: SenderStatus[];
  /** Who read it, newest first; of T, R and SR only, and shown to the addressee's post and the first holder alone. */
  readings: ReadingRow[] | undefined;
  /** By whom it may be taken up again: the holding at which that would be. */
  reopens: number | undefined;
}

/** A line of the inbox. */
export interface WaitingIncoming extends Omit<WaitingRow, 'dueAt'> {
  /** Of a mandate, not a post of their own. */
  standIn: boolean;
  due: Date;
}
