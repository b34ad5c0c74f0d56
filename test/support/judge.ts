import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { it } from '@jest/globals';

/** Which Debian package brings which outside judge: the words of a visible skip. */
export const PACKAGES: Readonly<Record<string, string>> = {
  pdfsig: 'poppler-utils',
  pdftotext: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  pdffonts: 'poppler-utils',
  pdfimages: 'poppler-utils',
  soffice: 'libreoffice-writer-nogui',
  calc: 'libreoffice-calc-nogui',
  pdfinfo: 'poppler-utils',
  certutil: 'libnss3-tools',
  openssl: 'openssl',
  qpdf: 'qpdf',
  'redis-server': 'redis-server',
  nginx: 'nginx-light',
  'swift-proxy-server': 'swift-proxy',
  'swift-account-server': 'swift-account',
  'swift-container-server': 'swift-container',
  'swift-object-server': 'swift-object',
  memcached: 'memcached',
  'systemd-analyze': 'systemd',
  zbarimg: 'zbar-tools',
  clamd: 'clamav-daemon',
  chromium: 'chromium',
  java: 'default-jdk-headless',
  javac: 'default-jdk-headless',
  verapdf: 'default-jdk-headless libjaxb-java',
};

function onPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => existsSync(join(directory, command)));
}

/** True where the program is installed: for what several tests need prepared. */
export function isPresent(judge: string): boolean {
  if (judge === 'calc') return existsSync('/usr/lib/libreoffice/program/libsclo.so');
  if (judge !== 'verapdf') return onPath(judge);
  const jars = existsSync('/usr/share/java') ? readdirSync('/usr/share/java') : [];
  return onPath('java') && onPath('javac') && jars.includes('jaxb-runtime.jar');
}

function installation(missing: string[]): string {
  const packages = missing.map((name) => PACKAGES[name] ?? name).flatMap((words) => words.split(' '));
  return `install: apt-get install ${[...new Set(packages)].join(' ')}`;
}

/**
 * Registers a test that asks judges outside this project (programs on PATH; `verapdf` stands for a JDK with the jar
 * that npm brings, `calc` for the part of LibreOffice that reads tables). A missing judge skips the test and says in its title what to install; in CI it fails instead,
 * because a judge that silently stays away there is worse than none.
 */
export function judged(judges: string[], name: string, run: () => void | Promise<void>): void {
  const missing = judges.filter((judge) => !isPresent(judge));
  if (missing.length === 0) {
    it(name, run);
  } else if (process.env.CI) {
    it(name, () => {
      throw new Error(`${missing.join(', ')} missing; ${installation(missing)}`);
    });
  } else {
    it.skip(`${name} (${installation(missing)})`, () => {});
  }
}
