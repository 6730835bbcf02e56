import { NorFlash } from '../../esp-at/flash/nor-flash.ts';
import type { FlashChip } from '../../esp-at/seams.ts';
import type { Defect } from '../defect.ts';

export const keptInRamUntilPowerOff: Defect = {
  name: 'kept-in-ram-until-power-off',
  area: 'flash',
  suffering:
    'Credentials stay in RAM: the board works until somebody pulls its plug, and comes back with the old ones.',
  plant: () => {
    let kept: NorFlash | undefined;
    const ram = (chip: FlashChip): NorFlash => {
      kept ??= NorFlash.holding(chip.read(0, chip.size));
      return kept;
    };
    return {
      boot: (reason) => {
        if (reason === 'power-on' || reason === 'reset') kept = undefined;
      },
      flash: {
        erase: (chip, address, length) => ram(chip).erase(address, length),
        program: (chip, address, data) => ram(chip).program(address, data),
        read: (chip, address, length) => ram(chip).read(address, length),
      },
    };
  },
};
