import { Refusal, type Words } from '../errors.ts';
import { bucketFull } from './store-refusals.ts';

/** Not asked at all: the service was silent a moment ago. */
export class StandsStill extends Error {
  readonly code = 'ETIMEDOUT';
  constructor() {
    super('the service was silent a moment ago');
  }
}

/** Whether time ran out before anything came: the SDK's own limits and our signal have these two names. */
export function isSilence(error: unknown): boolean {
  return ['TimeoutError', 'AbortError'].includes((error as { name?: string } | undefined)?.name ?? '');
}

/** The service's word for what is wrong, or that of the connection (`ECONNREFUSED`). */
export function codeOf(error: unknown): string {
  const { name, code, Code } = (error ?? {}) as { name?: unknown; code?: unknown; Code?: unknown };
  for (const word of [Code, code, name]) {
    if (typeof word === 'string' && /^[\w.]{1,60}$/.test(word) && !['Error', 'Unknown'].includes(word)) return word;
  }
  return `HTTP ${statusOf(error) ?? '?'}`;
}

/** Undefined when there was no answer at all. */
export function statusOf(error: unknown): number | undefined {
  const metadata = (error as { $metadata?: { httpStatusCode?: unknown } } | undefined)?.$metadata;
  return typeof metadata?.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** No answer, or one that says "not now". */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error);
  if (error instanceof StandsStill) return false;
  return !isFull(error) && (status === undefined || status === 429 || (status >= 500 && status !== 501));
}

/** Swift tells a quota as EntityTooLarge; Ceph, MinIO and Amazon have words of their own. */
export function isFull(error: unknown): boolean {
  return (
    /^(EntityTooLarge|QuotaExceeded|XMinioStorageFull|XMinioAdminBucketQuotaExceeded|InsufficientStorage|ServiceQuotaExceeded)/.test(
      codeOf(error),
    ) || [413, 507].includes(statusOf(error) ?? 0)
  );
}

/** What is to be mended, for whoever set the bucket up: one code and one sentence for each thing that can be wrong. */
export function explain(error: unknown, settings: { endpoint: string | undefined; bucket: string }): Refusal {
  const { bucket } = settings;
  const where = settings.endpoint ?? 'Amazon S3';
  const refuse = (code: string, words: Words) => {
    const refusal = new Refusal('unavailable', code, words);
    refusal.cause = error;
    return refusal;
  };
  const code = codeOf(error);
  const status = statusOf(error);
  if (isFull(error)) return bucketFull();
  if (code === 'RequestTimeTooSkewed') return clockDiffers(where);
  if (code === 'NoSuchBucket') {
    return refuse('bucket-missing', {
      id: `Bucket ${bucket} tidak ada di ${where}. Buat bucket itu, atau perbaiki S3_BUCKET.`,
      en: `There is no bucket ${bucket} at ${where}. Make it, or mend S3_BUCKET.`,
    });
  }
  if (['InvalidAccessKeyId', 'SignatureDoesNotMatch', 'InvalidSecurity'].includes(code) || status === 401) {
    return refuse('bucket-key-wrong', {
      id: `${where} menolak kuncinya. Periksa S3_ACCESS_KEY_ID dan S3_SECRET_ACCESS_KEY.`,
      en: `${where} does not accept the key. Check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.`,
    });
  }
  if (['PermanentRedirect', 'AuthorizationHeaderMalformed'].includes(code) || status === 301) {
    return refuse('bucket-region-wrong', {
      id: `Bucket ${bucket} ada di wilayah lain. Periksa S3_REGION dan S3_ENDPOINT.`,
      en: `The bucket ${bucket} lies in another region. Check S3_REGION and S3_ENDPOINT.`,
    });
  }
  if (status === 403) {
    return refuse('bucket-not-allowed', {
      id: `Akun S3 ini tidak boleh membaca, menulis, mendaftar, dan menghapus di bucket ${bucket}. Perbaiki haknya di ${where}.`,
      en: `This S3 account may not read, write, list and remove in the bucket ${bucket}. Mend its rights at ${where}.`,
    });
  }
  return refuse('documents-unreachable', {
    id: `Penyimpanan berkas di ${where} tidak dapat dijangkau atau bukan layanan S3 (${code}). Periksa S3_ENDPOINT dan jaringannya.`,
    en: `The document store at ${where} cannot be reached or is no S3 service (${code}). Check S3_ENDPOINT and the network.`,
  });
}

/** Signatures carry the time; so do seals, which is why a wrong clock is not worked around. */
export function clockDiffers(where: string): Refusal {
  return new Refusal('unavailable', 'clock-differs', {
    id: `Jam server ini berbeda dari jam ${where}. Setel jamnya (NTP), lalu mulai lagi.`,
    en: `This server's clock differs from that of ${where}. Set it (NTP), then start again.`,
  });
}
