import { expect } from 'chai';
import { type KeyPair, keysAhead, newKeyPair } from './keys.ts';

describe('Keys', () => {
  it('are RSA of 2048 bits with AWS’s exponent', async () => {
    const { publicKey, privateKey } = await newKeyPair();

    expect(publicKey.asymmetricKeyDetails).to.deep.equal({
      modulusLength: 2048,
      publicExponent: 65537n,
    });
    expect(privateKey.type).to.equal('private');
  });

  it('made ahead are handed out once each, and new ones when they are used up', async () => {
    let made = 0;
    const key = await newKeyPair();
    const make = async (): Promise<KeyPair> => {
      made++;
      return { ...key };
    };

    const take = keysAhead(3, { make });
    const taken = await Promise.all(Array.from({ length: 5 }, () => take()));

    expect(made).to.equal(5);
    expect(new Set(taken).size).to.equal(5);
  });

  it('made ahead leave threads of Node’s pool to others', async () => {
    let running = 0;
    let most = 0;
    const key = await newKeyPair();
    const make = async (): Promise<KeyPair> => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      return key;
    };

    const take = keysAhead(12, { make });
    await Promise.all(Array.from({ length: 12 }, () => take()));

    expect(most).to.be.within(1, 3);
  });

  it('that cannot be made fail for those who take them, and for nobody else', async () => {
    let turn = 0;
    const key = await newKeyPair();
    const make = async (): Promise<KeyPair> => {
      if (turn++ === 0) throw new Error('no entropy');
      return key;
    };

    const take = keysAhead(4, { make });
    const first = await take().catch((error: unknown) => error);

    expect(first).to.be.instanceOf(Error);
    expect(await Promise.all([take(), take(), take()])).to.deep.equal([key, key, key]);
  });
});
