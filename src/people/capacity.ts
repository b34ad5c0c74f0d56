/** Acting forms in the order in which they are printed: whoever stands in for an acting official is "Plh. Pj. …". */
export const appointmentForms = ['Plh.', 'Plt.', 'Pjs.', 'Pj.'] as const;
export type AppointmentForm = (typeof appointmentForms)[number];

/** The forms once each, in the order of print; an empty list is a definitive appointment. */
export function orderForms(forms: readonly AppointmentForm[]): AppointmentForm[] {
  return appointmentForms.filter((form) => forms.includes(form));
}

/** In which capacity somebody acts, as printed: "Plh. Pj. Sekretaris Daerah". */
export function capacityText(forms: readonly AppointmentForm[], positionName: string): string {
  return [...orderForms(forms), positionName].join(' ');
}
