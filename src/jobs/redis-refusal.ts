import { Refusal, type Words } from '../errors.ts';

/** `redis-unreachable`: what is wrong with the Redis of REDIS_URL, named by its address without the password. */
export function redisRefusal(address: string, cause: string): Refusal {
  const { id, en } = reasons.find(({ when }) => when.test(cause))?.words ?? silent;
  return new Refusal('unavailable', 'redis-unreachable', {
    id: `Redis di ${address} (REDIS_URL) tidak dapat dipakai: ${id}`,
    en: `The Redis at ${address} (REDIS_URL) cannot be used: ${en}`,
  });
}

export const NO_SUCH_DATABASE = /DB index|SELECT/i;

const silent: Words = {
  id: 'tidak menjawab. Periksa alamatnya, dan apakah Redis berjalan di sana.',
  en: 'it does not answer. Check the address, and whether Redis runs there.',
};

const reasons: { when: RegExp; words: Words }[] = [
  {
    when: /WRONGPASS|NOAUTH|invalid (username-)?password/i,
    words: {
      id: 'akun atau kata sandinya ditolak. Periksa akun dan kata sandi di REDIS_URL.',
      en: 'it refuses the account or the password. Check both in REDIS_URL.',
    },
  },
  {
    when: /NOPERM/,
    words: {
      id: 'akun itu tidak boleh menulis kunci layang:*. Beri hak itu kepada akun di REDIS_URL.',
      en: 'the account may not write keys layang:*. Grant that to the account in REDIS_URL.',
    },
  },
  {
    when: /READONLY/,
    words: {
      id: 'itu salinan yang hanya dapat dibaca. Tunjuk Redis utama.',
      en: 'it is a replica that can only be read. Name the primary.',
    },
  },
  {
    when: /OOM|MISCONF/,
    words: {
      id: 'ia tidak menerima tulisan: memori atau disknya penuh.',
      en: 'it takes no writes: its memory or its disk is full.',
    },
  },
  {
    when: /Protocol error|ERR_SSL|wrong version number|packet length/i,
    words: {
      id: 'yang menjawab di sana bukan Redis, atau TLS tidak cocok: rediss:// untuk TLS, redis:// tanpa TLS.',
      en: 'what answers there is not Redis, or TLS does not match: rediss:// with TLS, redis:// without.',
    },
  },
  {
    when: /CERT|certificate/i,
    words: {
      id: 'sertifikat TLS-nya tidak dipercaya. Untuk CA sendiri: NODE_EXTRA_CA_CERTS.',
      en: 'its TLS certificate is not trusted. For an authority of your own: NODE_EXTRA_CA_CERTS.',
    },
  },
  {
    when: NO_SUCH_DATABASE,
    words: {
      id: 'nomor basis data di akhir REDIS_URL tidak ada di sana.',
      en: 'it has no database of the number at the end of REDIS_URL.',
    },
  },
];
