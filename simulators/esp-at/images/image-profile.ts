import { BadInput } from '../../../errors/bench-error.ts';
import type { ReleaseProfile } from '../releases/profile.ts';
import { RELEASES, releaseProfile } from '../releases/releases.ts';
import { type ImageFacts, imageFacts, SIMULATED, suits } from './image-facts.ts';
import { tellsOf } from './tells-of.ts';

const isSimulated = (chip: string): boolean =>
  SIMULATED.some((profile) => profile.chip.name === chip);

const spell = (profiles: readonly ReleaseProfile[]): string =>
  profiles.map(({ name }) => name).join(', ');

/** Throws BadInput IMAGE_CHIP or IMAGE_LAYOUT. */
const fitting = (label: string, facts: ImageFacts): readonly ReleaseProfile[] => {
  const { chip } = facts;
  if (chip !== undefined && !isSimulated(chip)) {
    const chips = [...new Set(SIMULATED.map((profile) => profile.chip.name))].join(' and ');
    throw new BadInput(
      'IMAGE_CHIP',
      `${label} is for the chip ${chip}, and ${chips} are simulated. Take the factory image of one of those.`,
    );
  }
  const profiles = SIMULATED.filter((profile) => suits(facts, profile));
  if (profiles.length > 0) return profiles;
  throw new BadInput(
    'IMAGE_LAYOUT',
    `${label} has the flash of no simulated release (${tellsOf(facts)}); ${RELEASES.join(', ')} are simulated. Take the factory image of one of those.`,
  );
};

const asked = (
  label: string,
  facts: ImageFacts,
  profiles: readonly ReleaseProfile[],
  release: string,
): ReleaseProfile => {
  const profile = releaseProfile(release);
  if (profiles.includes(profile)) return profile;
  throw new BadInput(
    'IMAGE_OF_OTHER_RELEASE',
    `${label} is no image for release ${profile.name} (${tellsOf(facts)}); it may be run as ${spell(profiles)}. Ask for one of these, or take the factory image of ${profile.name}.`,
  );
};

const told = (
  label: string,
  facts: ImageFacts,
  profiles: readonly ReleaseProfile[],
): ReleaseProfile => {
  const { release, module } = facts;
  const ofModule = profiles.filter((profile) => profile.module === module);
  const [profile, ...others] = ofModule.length > 0 ? ofModule : profiles;
  const isTold = profile?.release === release;
  if (profile && others.length === 0 && (isTold || release === undefined)) return profile;
  const why =
    release === undefined
      ? 'does not say which release it is of'
      : `is of release ${release}, which is not simulated`;
  throw new BadInput(
    'IMAGE_RELEASE',
    `${label} ${why} (${tellsOf(facts)}); it may be run as ${spell(profiles)}. Say as which one with --release, or in a bench file with sim://name?release=...`,
  );
};

/**
 * The simulated release that an image is for: the one that was asked for if it fits, or else what the image tells.
 * @param label how sentences call the image
 * @throws BadInput NOT_AN_ESP_AT_IMAGE, IMAGE_CHIP, IMAGE_LAYOUT, IMAGE_OF_OTHER_RELEASE, IMAGE_RELEASE, UNKNOWN_RELEASE
 */
export const imageProfile = (
  label: string,
  image: Uint8Array,
  release: string | undefined,
): ReleaseProfile => {
  const facts = imageFacts(image);
  const profiles = fitting(label, facts);
  return release === undefined
    ? told(label, facts, profiles)
    : asked(label, facts, profiles, release);
};
