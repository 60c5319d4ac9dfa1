// A plugin of Vite. The theme of VitePress 1.6 nests links and buttons in roles that take none, so a screen reader cannot read
// them. Each replacement must fit, so that a new release of VitePress shows which of them it still needs.

const replacements = {
  'VPNavBarSearchButton.vue': [
    // The label contradicts the visible text, which names the keys. On a phone there is no text, so the title is the name.
    [':aria-label="translate', ':title="translate'],
  ],
  'VPSidebarItem.vue': [
    // The title of a group is a button only if the group can be collapsed. Then it has no second button.
    ["isLink.value ? undefined : 'button'", "isLink.value || !collapsible.value ? undefined : 'button'"],
    [':tabindex="item.items && 0"', ':tabindex="itemRole && 0" :aria-expanded="itemRole && !collapsed"'],
    [
      `role="button"\n        aria-label="toggle section"`,
      `:role="item.link && 'button'" :aria-label="item.link && item.text" :aria-expanded="item.link && !collapsed"`,
    ],
    [
      `tabindex="0"\n      >\n        <span class="vpi-chevron-right caret-icon" />`,
      `:tabindex="item.link && 0"\n      >\n        <span class="vpi-chevron-right caret-icon" />`,
    ],
  ],
  'VPLocalSearchBox.vue': [
    // The dialog is not a button.
    ['role="button"', 'role="dialog" aria-modal="true"'],
    [`:aria-owns="results?.length ? 'localsearch-list' : undefined"`, ''],
    ['aria-expanded="true"', ''],
    ['aria-haspopup="listbox"', ''],
    // The input controls the list, and names the selected option.
    ['aria-autocomplete="both"', 'role="combobox" aria-autocomplete="list" :aria-expanded="results?.length > 0"'],
    // The option is the link.
    [`:id="'localsearch-item-' + index"`, ''],
    [`:aria-selected="selectedIndex === index ? 'true' : 'false'"`, ''],
    ['role="option"', 'role="presentation"'],
    [
      `:aria-label="[...p.titles, p.title].join(' > ')"`,
      `role="option" :id="'localsearch-item-' + index" :aria-selected="selectedIndex === index ? 'true' : 'false'"`,
    ],
    ['<span class="title-icon">#</span>', ''],
    // Only an element with a role takes a label.
    [
      `<kbd :aria-label="translate('modal.footer.navigateUpKey`,
      `<kbd role="img" :aria-label="translate('modal.footer.navigateUpKey`,
    ],
    [
      `<kbd :aria-label="translate('modal.footer.navigateDownKey`,
      `<kbd role="img" :aria-label="translate('modal.footer.navigateDownKey`,
    ],
    [
      `<kbd :aria-label="translate('modal.footer.selectKey`,
      `<kbd role="img" :aria-label="translate('modal.footer.selectKey`,
    ],
    [`<kbd :aria-label="translate('modal.footer.closeKeyAriaLabel')">`, '<kbd>'],
  ],
}

export function mendTheme() {
  return {
    name: 'mend-theme',
    enforce: 'pre',
    transform(code, id) {
      const entry = Object.entries(replacements).find(([file]) => id.endsWith(`/${file}`))
      return entry?.[1].reduce((text, [from, to]) => replaceOnce(entry[0], text, from, to), code)
    },
  }
}

function replaceOnce(file, text, from, to) {
  if (text.split(from).length !== 2)
    throw new Error(`${file} of VitePress has no single ${from}: see site/mend-theme.mjs`)
  return text.replace(from, () => to)
}
