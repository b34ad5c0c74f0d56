import { Refusal, type Words } from '../../errors.ts';
import type { HoldingState, Tree } from './tree-states.ts';

function onRecipients(code: string, words: Words): Refusal {
  return new Refusal('invalid-input', code, words, { recipients: words });
}

export function toOneself(): Refusal {
  return onRecipients('to-oneself', {
    id: 'Surat ini sudah ada pada jabatan Anda sendiri. Pilih jabatan lain.',
    en: 'Your own post has this letter already. Choose another post.',
  });
}

export function nobodyNamed(): Refusal {
  return onRecipients('no-recipients', {
    id: 'Pilih paling sedikit satu jabatan yang menerima surat ini.',
    en: 'Choose at least one post that receives this letter.',
  });
}

export function manyRecipients(kind: 'forward' | 'disposition', most: number): Refusal {
  if (kind === 'forward') {
    return onRecipients('one-recipient', {
      id: 'Surat diteruskan kepada satu jabatan. Untuk beberapa penerima, pakai disposisi.',
      en: 'A letter is passed upward to one post. For several recipients, make a disposition.',
    });
  }
  return onRecipients('too-many-recipients', {
    id: `Satu lembar disposisi memuat paling banyak ${most} penerima. Bagi menjadi beberapa lembar.`,
    en: `One disposition sheet has room for ${most} recipients. Make several sheets.`,
  });
}

export function twiceTheSame(): Refusal {
  return onRecipients('recipient-twice', {
    id: 'Satu jabatan dipilih dua kali. Pilih setiap jabatan sekali saja.',
    en: 'One post was chosen twice. Choose each post once.',
  });
}

export function notOneResponsible(): Refusal {
  return onRecipients('one-responsible', {
    id: 'Tunjuk tepat satu penerima sebagai penanggung jawab.',
    en: 'Name exactly one of the recipients as the one responsible.',
  });
}

export function postClosed(): Refusal {
  return onRecipients('post-closed', {
    id: 'Salah satu jabatan yang dipilih sudah tidak ada. Muat ulang halaman, lalu pilih jabatan lain.',
    en: 'One of the posts chosen no longer exists. Load the page again and choose another one.',
  });
}

export function postVacant(name: string, instead: string | undefined): Refusal {
  const ask = instead === undefined ? 'pejabat lain' : instead;
  return onRecipients('post-vacant', {
    id: `Jabatan ${name} sedang kosong, jadi surat akan tertahan di sana. Pilih ${ask}, atau minta administrator mengangkat Plt. atau Plh.`,
    en: `Nobody holds the post ${name} now, so the letter would lie there. Choose ${instead ?? 'somebody else'}, or ask an administrator to appoint an acting official.`,
  });
}

/** A post that has it somewhere above or beside: the letter would go round. */
export function circle(name: string): Refusal {
  return onRecipients('has-it-already', {
    id: `${name} sudah memegang surat ini, jadi tidak dapat menerimanya sekali lagi. Pilih jabatan lain.`,
    en: `${name} has this letter in hand already and cannot get it once more. Choose another post.`,
  });
}

export function upward(name: string): Refusal {
  return onRecipients('disposition-upward', {
    id: `${name} adalah atasan. Kepada atasan surat diteruskan atau dilaporkan, bukan didisposisi.`,
    en: `${name} is a superior. A letter is passed on or reported to a superior, not disposed.`,
  });
}

export function forwardNotPossible(): Refusal {
  return new Refusal('wrong-state', 'forward-not-possible', {
    id: 'Surat ini datang sebagai disposisi. Laporkan hasilnya kepada pemberi disposisi, atau disposisikan lagi ke bawah.',
    en: 'This letter came as a disposition. Report to whoever disposed it, or dispose it further down.',
  });
}

export function incomingOver(state: Tree['state']): Refusal {
  if (state === 'void') {
    return new Refusal('wrong-state', 'incoming-void', {
      id: 'Baris agenda surat ini sudah dicoret, jadi tidak ada lagi yang dikerjakan.',
      en: 'This line of the agenda was struck, so there is nothing left to do.',
    });
  }
  if (state === 'open') {
    return new Refusal('wrong-state', 'incoming-open', {
      id: 'Surat ini masih berjalan, jadi tidak perlu dibuka kembali.',
      en: 'This letter is still under way and need not be opened again.',
    });
  }
  return new Refusal('wrong-state', 'incoming-closed', {
    id: 'Surat ini sudah selesai. Pejabat yang dituju dapat membukanya kembali.',
    en: 'This letter is finished. The official it was addressed to can open it again.',
  });
}

/** Somebody else of the same post was faster, or the page is old. */
export function othersHaveIt(): Refusal {
  return new Refusal('conflict', 'already-passed-on', {
    id: 'Surat ini sudah diteruskan atau didisposisikan dari jabatan ini. Muat ulang halaman untuk melihat lembarnya.',
    en: 'This letter was passed on or disposed from this post already. Load the page again to see the sheet.',
  });
}

const NOT_IN_HAND: Record<HoldingState | 'gone' | 'root' | 'disposition' | 'information', Words> = {
  unread: { id: 'Surat ini belum dibaca.', en: 'This letter is still unread.' },
  read: { id: 'Surat ini sedang dikerjakan.', en: 'This letter is being worked on.' },
  forwarded: { id: 'Surat ini sudah diteruskan.', en: 'This letter was passed on.' },
  passed_on: { id: 'Surat ini sudah didisposisikan.', en: 'This letter was disposed.' },
  reported: {
    id: 'Laporan atas disposisi ini sudah dikirim dan menunggu pemberi disposisi.',
    en: 'This disposition was reported and waits for whoever gave it.',
  },
  done: {
    id: 'Pekerjaan atas surat ini sudah selesai. Muat ulang halaman untuk melihat keadaannya.',
    en: 'The work on this letter is done. Load the page again to see how it stands.',
  },
  cancelled: {
    id: 'Disposisi ini sudah dibatalkan atau diganti oleh pemberinya. Muat ulang halaman.',
    en: 'This disposition was cancelled or replaced by whoever gave it. Load the page again.',
  },
  gone: { id: 'Surat ini tidak ada pada jabatan itu.', en: 'That post does not have this letter.' },
  root: {
    id: 'Surat ini tidak datang sebagai disposisi, jadi tidak ada yang dilapori. Selesaikan, teruskan, atau disposisikan.',
    en: 'This letter did not come as a disposition, so there is nobody to report to. Finish, pass on, or dispose it.',
  },
  disposition: {
    id: 'Surat ini datang sebagai disposisi: laporkan hasilnya kepada pemberi disposisi.',
    en: 'This letter came as a disposition: report to whoever gave it.',
  },
  information: {
    id: 'Disposisi ini hanya untuk diketahui, jadi tidak ada yang dilaporkan. Nyatakan bahwa Anda sudah tahu.',
    en: 'This disposition is for information, so there is nothing to report. Say that you know of it.',
  },
};

export function notInHand(why: keyof typeof NOT_IN_HAND): Refusal {
  const late = why === 'reported' || why === 'done' || why === 'cancelled';
  return new Refusal(late ? 'conflict' : 'wrong-state', late ? `holding-${why}` : 'not-in-hand', NOT_IN_HAND[why]);
}

export function notCancellable(state: HoldingState): Refusal {
  if (state === 'cancelled') return notInHand('cancelled');
  return new Refusal('wrong-state', 'not-cancellable', {
    id: 'Pemegang pertama tidak dapat dibatalkan. Petugas registrasi dapat memindahkan surat ini.',
    en: 'The first holder cannot be cancelled. The registry clerk can move this letter.',
  });
}

export function afterReading(): Refusal {
  return new Refusal('conflict', 'already-read', {
    id: 'Disposisi ini sudah dibaca penerimanya, jadi tidak dapat dibatalkan atau diubah lagi. Hubungi penerima, atau tambahkan disposisi.',
    en: 'The recipient has read this disposition, so it can no longer be cancelled or changed. Talk to the recipient, or add another one.',
  });
}

export function responsibleStays(): Refusal {
  return new Refusal('wrong-state', 'responsible-stays', {
    id: 'Penanggung jawab tidak dapat dibatalkan selama penerima lain dari lembar yang sama masih memegang surat. Ubah lembarnya dan tunjuk penanggung jawab lain.',
    en: 'The one responsible cannot be cancelled while others of the same sheet have the letter. Change the sheet and name another one.',
  });
}

/** A page of one letter asked for something that belongs to another: it was put together by hand, or by a page that mixed them up. */
export function ofAnotherLetter(): Refusal {
  return new Refusal('conflict', 'holding-elsewhere', {
    id: 'Permintaan ini menyebut pemegang yang bukan bagian dari surat yang sedang dibuka. Belum ada yang dilakukan; buka lagi surat yang Anda maksud.',
    en: 'This request names a holder that is no part of the letter on this page. Nothing was done; open the letter that you mean again.',
  });
}

export function sheetReplaced(): Refusal {
  return new Refusal('conflict', 'sheet-replaced', {
    id: 'Lembar ini sudah dibatalkan atau diganti dengan lembar lain. Muat ulang halaman.',
    en: 'This sheet was cancelled or replaced by another one. Load the page again.',
  });
}

export function notReported(state: HoldingState): Refusal {
  if (state === 'done' || state === 'cancelled') return notInHand(state);
  return new Refusal('conflict', 'not-reported', {
    id: 'Belum ada laporan yang menunggu di sini: mungkin baru saja dikembalikan. Muat ulang halaman.',
    en: 'No report waits here: it may just have been returned. Load the page again.',
  });
}
