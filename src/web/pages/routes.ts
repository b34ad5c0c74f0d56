import type { WebDeps } from '../deps.ts';
import type { Officials } from '../officials.ts';
import type { Route } from '../routes.ts';
import { accountRoutes } from './account.ts';
import { chainTemplateRoutes } from './chain-templates.ts';
import { correctRoutes } from './correct.ts';
import { decideRoutes } from './decide.ts';
import { expeditionRoutes } from './expedition.ts';
import { inboxRoutes } from './inbox.ts';
import { incomingBookRoutes } from './incoming-books.ts';
import { incomingDeskRoutes } from './incoming-desk.ts';
import { incomingDisposeRoutes } from './incoming-dispose.ts';
import { incomingDisposeManyRoutes } from './incoming-dispose-many.ts';
import { incomingFileRoutes } from './incoming-files.ts';
import { incomingIntakeRoutes } from './incoming-intake.ts';
import { incomingIntakeFileRoutes } from './incoming-intake-files.ts';
import { incomingLineRoutes } from './incoming-line.ts';
import { incomingOriginalCourseRoutes } from './incoming-original.ts';
import { incomingOriginalRoutes } from './incoming-originals.ts';
import { incomingOriginalOutRoutes } from './incoming-originals-out.ts';
import { incomingReadRoutes } from './incoming-read.ts';
import { incomingRegisterRoutes } from './incoming-register.ts';
import { incomingReplyRoutes } from './incoming-reply.ts';
import { incomingReportRoutes } from './incoming-report.ts';
import { incomingScanRoutes } from './incoming-scan.ts';
import { letterRoutes } from './letters.ts';
import { letterAutosaveRoutes } from './letters-autosave.ts';
import { letterEditRoutes } from './letters-edit.ts';
import { letterEditorsRoutes } from './letters-editors.ts';
import { letterFileRoutes } from './letters-files.ts';
import { letterPlacesRoutes } from './letters-places.ts';
import { letterStatusRoutes } from './letters-status.ts';
import { letterSubmitRoutes } from './letters-submit.ts';
import { letterUploadRoutes } from './letters-uploads.ts';
import { officeRoutes } from './office.ts';
import { peopleRoutes } from './people.ts';
import { personRoutes } from './person.ts';
import { registerRoutes } from './registers.ts';
import { registerBlockRoutes } from './registers-blocks.ts';
import { registerGrantRoutes } from './registers-grants.ts';
import { registerKeepingRoutes } from './registers-keeping.ts';
import { registerReportRoutes } from './registers-report.ts';
import { sendingRoutes } from './sending.ts';
import { setUpRoutes } from './set-up.ts';
import { settingsRoutes } from './settings.ts';
import { settingsDeadlineRoutes } from './settings-deadlines.ts';
import { settingsEmblemRoutes } from './settings-emblem.ts';
import { settingsGroupRoutes } from './settings-groups.ts';
import { settingsIncomingRoutes } from './settings-incoming.ts';
import { settingsInstructionRoutes } from './settings-instructions.ts';
import { settingsKindEditRoutes } from './settings-kind-edit.ts';
import { settingsKindRoutes } from './settings-kinds.ts';
import { settingsNumberRoutes } from './settings-numbers.ts';
import { settingsPartnerRoutes } from './settings-partners.ts';
import { settingsPublicRoutes } from './settings-public.ts';
import { settingsReasonRoutes } from './settings-reasons.ts';
import { settingsSendingRoutes } from './settings-sending.ts';
import { signInRoutes } from './sign-in.ts';
import { standingInRoutes } from './standing-in.ts';
import { systemRoutes } from './system.ts';
import { unitRoutes } from './units.ts';
import { waitingRoutes } from './waiting.ts';
import { welcomeRoutes } from './welcome.ts';

/** The pages of the officials' origin, in the order in which they are tried. */
export function officialRoutes(deps: WebDeps, door: Officials): Route[] {
  return [
    ...inboxRoutes(deps),
    ...letterRoutes(deps),
    ...letterEditRoutes(deps),
    ...letterAutosaveRoutes(deps),
    ...letterEditorsRoutes(deps),
    ...letterSubmitRoutes(deps),
    ...letterUploadRoutes(deps),
    ...letterPlacesRoutes(deps),
    ...letterFileRoutes(deps),
    ...letterStatusRoutes(deps),
    ...sendingRoutes(deps),
    ...expeditionRoutes(deps),
    ...settingsGroupRoutes(deps),
    ...settingsSendingRoutes(deps),
    ...incomingDeskRoutes(deps),
    ...incomingRegisterRoutes(deps),
    ...incomingIntakeRoutes(deps),
    ...incomingIntakeFileRoutes(deps),
    ...incomingLineRoutes(deps),
    ...incomingScanRoutes(deps),
    ...incomingBookRoutes(deps),
    ...incomingOriginalRoutes(deps),
    ...incomingOriginalOutRoutes(deps),
    ...incomingOriginalCourseRoutes(deps),
    ...incomingReplyRoutes(deps),
    ...correctRoutes(deps),
    ...chainTemplateRoutes(deps),
    ...decideRoutes(deps),
    ...registerRoutes(deps),
    ...registerGrantRoutes(deps),
    ...registerBlockRoutes(deps),
    ...registerReportRoutes(deps),
    ...registerKeepingRoutes(deps),
    ...signInRoutes(deps, door),
    ...welcomeRoutes(deps),
    ...setUpRoutes(deps),
    ...peopleRoutes(deps),
    ...personRoutes(deps),
    ...officeRoutes(deps),
    ...unitRoutes(deps),
    ...settingsRoutes(),
    ...settingsDeadlineRoutes(deps),
    ...settingsEmblemRoutes(deps),
    ...settingsKindRoutes(deps),
    ...settingsKindEditRoutes(deps),
    ...settingsNumberRoutes(deps),
    ...settingsPublicRoutes(deps),
    ...settingsPartnerRoutes(deps),
    ...settingsReasonRoutes(deps),
    ...settingsIncomingRoutes(deps),
    ...settingsInstructionRoutes(deps),
    ...incomingDisposeManyRoutes(deps),
    ...incomingReadRoutes(deps),
    ...incomingDisposeRoutes(deps),
    ...incomingReportRoutes(deps),
    ...incomingFileRoutes(deps),
    ...standingInRoutes(deps),
    ...systemRoutes(deps),
    ...waitingRoutes(deps),
    ...accountRoutes(deps, door),
  ];
}
