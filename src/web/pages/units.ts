import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import { capacityText } from '../../people/capacity.ts';
import { positionInput, unitInput, unitTextInput, unknownPosition, unknownUnit } from '../../people/change-units.ts';
import { fullName } from '../../people/full-name.ts';
import { officeKinds } from '../../people/positions-store.ts';
import { termState } from '../../people/term.ts';
import { unitsInOrder } from '../../people/unit-tree.ts';
import type { WebDeps } from '../deps.ts';
import { chosenId, chosenIdOrNone, type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const unitForm = z.object({ ...unitInput.shape, parentId: chosenIdOrNone });
const positionForm = z.object({ ...positionInput.shape, unitId: chosenId, superiorId: chosenIdOrNone });

export function unitRoutes(deps: Pick<WebDeps, 'people'>): Route[] {
  const { people } = deps;

  async function list(visit: OfficialVisit): Promise<void> {
    const [units, positions, appointments, persons, office] = await Promise.all([
      people.listUnits(),
      people.listPositions(),
      people.listAppointments(),
      people.listPersons(visit.actor),
      people.getOffice(),
    ]);
    const today = calendarDate(visit.now, office.timeZone);
    const names = new Map(persons.map((person) => [person.id, fullName(person)]));
    const holders = (positionId: number) =>
      appointments
        .filter((each) => each.positionId === positionId && termState(each, today) === 'current')
        .map((each) => ({
          personId: each.personId,
          name: names.get(each.personId) ?? '',
          forms: each.forms.join(' '),
        }));
    visit.render('people/units.njk', {
      units: unitsInOrder(units).map((unit) => ({
        ...unit,
        positions: positions
          .filter(({ unitId, closedAt }) => unitId === unit.id && closedAt === null)
          .map((position) => ({ ...position, holders: holders(position.id) })),
      })),
    });
  }

  async function showAddUnit(visit: OfficialVisit, form: FormState): Promise<void> {
    visit.render('people/add-unit.njk', { form, units: unitsInOrder(await people.listUnits()) });
  }

  async function unitInPath(visit: OfficialVisit) {
    const unit = (await people.listUnits()).find(({ id }) => id === visit.id('id'));
    if (unit === undefined) throw unknownUnit();
    return unit;
  }

  async function showChangeUnit(visit: OfficialVisit, state?: FormState): Promise<void> {
    const unit = await unitInPath(visit);
    const { name, address, contact } = unit;
    visit.render('people/change-unit.njk', { form: state ?? freshForm({ name, address, contact }), unit });
  }

  async function showAddPosition(visit: OfficialVisit, form: FormState): Promise<void> {
    const [units, positions] = await Promise.all([people.listUnits(), people.listPositions()]);
    visit.render('people/add-position.njk', {
      form,
      units: unitsInOrder(units),
      positions: positions.filter(({ closedAt }) => closedAt === null),
      officeKinds,
    });
  }

  async function showPosition(visit: OfficialVisit): Promise<void> {
    const position = await people.findPosition(visit.id('id'));
    if (position === undefined) throw unknownPosition();
    const [positions, appointments, persons, mandates] = await Promise.all([
      people.listPositions(),
      people.listAppointments(),
      people.listPersons(visit.actor),
      people.listMandatesOfPost(visit.actor, position.id),
    ]);
    const names = new Map(persons.map((person) => [person.id, fullName(person)]));
    visit.render('people/position.njk', {
      position,
      mandates,
      superior: positions.find(({ id }) => id === position.superiorId)?.name ?? '',
      appointments: appointments
        .filter(({ positionId }) => positionId === position.id)
        .map((each) => ({
          ...each,
          holder: names.get(each.personId) ?? '',
          capacity: capacityText(each.forms, each.positionName),
        })),
    });
  }

  return [
    { method: 'GET', path: '/units', access: 'administrator', handler: list },
    { method: 'GET', path: '/units/new', access: 'administrator', handler: (visit) => showAddUnit(visit, freshForm()) },
    {
      method: 'POST',
      path: '/units/new',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: unitForm,
          async act(unit) {
            await people.addUnit(visit.actor, unit);
            visit.redirect('/units', 'units.added');
          },
          again: (form) => showAddUnit(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/units/:id',
      access: 'administrator',
      sample: { id: '1' },
      matches: { id: /^\d+$/ },
      handler: (visit) => showChangeUnit(visit),
    },
    {
      method: 'POST',
      path: '/units/:id',
      access: 'administrator',
      sample: { id: '1' },
      matches: { id: /^\d+$/ },
      handler: (visit) =>
        visit.submit({
          schema: unitTextInput,
          async act(text) {
            await people.changeUnit(visit.actor, visit.id('id'), text);
            visit.redirect('/units', 'units.changed');
          },
          again: (form) => showChangeUnit(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/units/positions/new',
      access: 'administrator',
      handler: (visit) =>
        showAddPosition(visit, freshForm({ unitId: String(visit.req.query.unit ?? ''), officeKind: 'other' })),
    },
    {
      method: 'POST',
      path: '/units/positions/new',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: positionForm,
          async act(position) {
            await people.addPosition(visit.actor, position);
            visit.redirect('/units', 'positions.added');
          },
          again: (form) => showAddPosition(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/units/positions/:id',
      access: 'administrator',
      sample: { id: '1' },
      handler: showPosition,
    },
    {
      method: 'POST',
      path: '/units/positions/:id/close',
      access: 'administrator',
      sample: { id: '1' },
      async handler(visit) {
        await people.closePosition(visit.actor, visit.id('id'));
        visit.redirect('/units', 'positions.closed');
      },
    },
  ];
}
