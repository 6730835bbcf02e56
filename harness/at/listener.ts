import type { AtEvent } from './at-event.ts';
import type { Answer } from './commands/replies.ts';

/** Who takes from what a board says what belongs to it. The `hear...` methods say whether it is an event for everybody, too. */
export interface Listener {
  /** Whatever comes from now on belongs to somebody else. */
  readonly isOver: boolean;
  readonly isPromptExpected: boolean;
  /** `event` is what the line says where it is one of those that come unasked. */
  hearLine(text: string, event: AtEvent | undefined): boolean;
  hearData(answer: Answer & { kind: 'data' }): boolean;
  hearPrompt(): void;
  /** The board is gone. */
  fail(error: Error): void;
}
