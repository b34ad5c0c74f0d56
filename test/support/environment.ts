import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Node's environment with one more moment: `closeLast` runs after every `afterAll` of the file, so that a database goes
 * only when everything that used it has been closed. (Hooks run in the order they are written, imports first.)
 */
export default class Environment extends TestEnvironment {
  /**
   * The tests' global object is an ordinary one. Jest would put a proxy before it, which every `Math` and every `Buffer`
   * of every package is then looked up through: that took a sixth of a run, and of reading a picture three quarters.
   */
  constructor(...words: ConstructorParameters<typeof TestEnvironment>) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...words);
    } finally {
      vm.createContext = createContext;
    }
  }

  override async setup(): Promise<void> {
    await super.setup();
    // The sources start other processes from the sources, under the loader with which they believe to run.
    const loader = fileURLToPath(new URL('./typescript.cjs', import.meta.url));
    this.global.process.execArgv = ['--no-warnings', '--require', loader];
  }

  async handleTestEvent(event: { name: string }): Promise<void> {
    if (event.name !== 'run_finish') return;
    const { closeLast } = this.global as { closeLast?: (() => Promise<void>)[] };
    for (const close of closeLast ?? []) await close();
  }
}
