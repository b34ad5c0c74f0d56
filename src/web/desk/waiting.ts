import type { Answer, Sender } from './desk-server.ts';

/** Something of this browser that the server does not have yet: a letter that was typed, or files. */
export interface Waiting {
  /** Its submission key: however often it is sent, the server has it once. */
  key: string;
  title: string;
  /** `keeping`: not to be sent yet. `refused`: somebody has to look at it, `why` says at what. */
  state: 'keeping' | 'waiting' | 'refused';
  why: string;
  /** Gone with the tab. */
  fleeting: boolean;
  /** What its person can do about it when it was refused. */
  acts: { text: string; run: () => Promise<void> }[];
  /** `progress` from 0 to 1. */
  send(sender: Sender, progress: (share: number) => void): Promise<Answer>;
  refuse(why: string): Promise<void>;
  forget(): Promise<void>;
}

/** Everything of one sort that waits, in the order in which it is to be sent. */
export type Source = () => Promise<Waiting[]>;
