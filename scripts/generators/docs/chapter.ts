/** A part of the page with an entry in its menu. */
export interface Section {
  heading: string;
  /** Markdown without headings. */
  text: string;
}

/** Sections that stand together, under a title in the menu. */
export interface Chapter {
  title: string;
  sections: Section[];
}
