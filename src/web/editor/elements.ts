type Child = Node | string;

/** An element with attributes and children; `on…` are listeners. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A button that sends no form. */
export function pushButton(label: string, classes: string, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: classes }, label);
  made.addEventListener('click', act);
  return made;
}
