import type { Health, HealthCheck } from './health-check.ts';

/** What a request looked like when it came in. */
export interface Arrival {
  protocol: string;
  /** The value of X-Forwarded-For, as it came. */
  forwardedFor: string | undefined;
}

/** Whether requests come by the proxies that TRUST_PROXY counts: too many and a visitor chooses an address, too few and all share one. */
export function judgeArrival(settings: { appOrigin: string; trustProxy: number }, arrival: Arrival): Health {
  const hops = (arrival.forwardedFor ?? '').split(',').filter((part) => part.trim() !== '').length;
  const https = settings.appOrigin.startsWith('https:');
  if (https && arrival.protocol !== 'https') {
    return {
      state: 'broken',
      words: {
        id: 'Permintaan tiba tanpa https, padahal APP_ORIGIN memakai https.',
        en: 'Requests arrive without https although APP_ORIGIN is https.',
      },
      todo: {
        id: 'Proxy harus mengirim X-Forwarded-Proto; periksa juga TRUST_PROXY.',
        en: 'The proxy has to send X-Forwarded-Proto; check TRUST_PROXY too.',
      },
    };
  }
  if (settings.trustProxy > hops) {
    return {
      state: 'broken',
      words: {
        id: `TRUST_PROXY ${settings.trustProxy}, tetapi permintaan ini melewati ${hops} proxy: alamat pengunjung dapat dipalsukan.`,
        en: `TRUST_PROXY is ${settings.trustProxy}, but this request came by ${hops} proxies: visitors can forge their address.`,
      },
      todo: {
        id: 'Setel TRUST_PROXY sebanyak proxy di depan Layang, dan tutup jalan langsung ke PORT.',
        en: 'Set TRUST_PROXY to the number of proxies in front of Layang, and close the direct way to PORT.',
      },
    };
  }
  if (settings.trustProxy === 0 && hops > 0) {
    return {
      state: 'attention',
      words: {
        id: 'Ada proxy di depan Layang, tetapi TRUST_PROXY 0: semua pengunjung terlihat dari satu alamat.',
        en: 'There is a proxy in front of Layang, but TRUST_PROXY is 0: all visitors seem to come from one address.',
      },
      todo: { id: `Setel TRUST_PROXY ${hops}.`, en: `Set TRUST_PROXY to ${hops}.` },
    };
  }
  if (!https && !isThisMachine(settings.appOrigin)) {
    return {
      state: 'attention',
      words: { id: 'Alamat Layang tidak memakai https.', en: 'The address of Layang is without https.' },
      todo: {
        id: 'Pasang proxy dengan sertifikat TLS, lalu ubah APP_ORIGIN dan TRUST_PROXY.',
        en: 'Put a proxy with a TLS certificate in front, then change APP_ORIGIN and TRUST_PROXY.',
      },
    };
  }
  return {
    state: 'ok',
    words: { id: 'Permintaan tiba sesuai pengaturan.', en: 'Requests arrive as the settings say.' },
  };
}

function isThisMachine(origin: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
}

export function arrivalCheck(settings: { appOrigin: string; trustProxy: number }, arrival: Arrival): HealthCheck {
  return {
    name: 'address',
    label: { id: 'Alamat dan proxy', en: 'Address and proxy' },
    look: async () => judgeArrival(settings, arrival),
  };
}
