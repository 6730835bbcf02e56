import type { Defect } from '../defect.ts';
import { busyCommandExecuted } from './busy-command-executed.ts';

export const SHELL_DEFECTS: readonly Defect[] = [busyCommandExecuted];
