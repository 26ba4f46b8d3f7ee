import { expect } from '@open-wc/testing';
import { RealtimeError } from '../protocol/realtime-error.js';
import { buildSessionConfig, type SessionSettings } from './session-settings.js';

const detection = (settings: SessionSettings) => buildSessionConfig(settings).audio?.input?.turn_detection;

describe('buildSessionConfig', () => {
  it('asks for spoken answers, a transcript and semantic turn detection by default', () => {
    expect(buildSessionConfig({})).to.deep.equal({
      type: 'realtime',
      output_modalities: ['audio'],
      audio: {
        input: {
          transcription: { model: 'gpt-transcribe' },
          turn_detection: { type: 'semantic_vad', create_response: true, interrupt_response: true },
        },
        output: {},
      },
    });
  });

  it('leaves turns to the client with none', () => {
    expect(detection({ turnDetection: 'none' })).to.equal(null);
  });

  it('passes only those settings on that belong to the chosen detection', () => {
    const all = { eagerness: 'low', threshold: 0.4, silenceDurationMs: 300 } as const;
    expect(detection({ ...all, turnDetection: 'semantic_vad', noInterrupt: true })).to.deep.equal({
      type: 'semantic_vad',
      eagerness: 'low',
      create_response: true,
      interrupt_response: false,
    });
    expect(detection({ ...all, turnDetection: 'server_vad', noAutoResponse: true })).to.deep.equal({
      type: 'server_vad',
      threshold: 0.4,
      silence_duration_ms: 300,
      create_response: false,
      interrupt_response: true,
    });
  });

  it('takes a removed attribute, which is null, as one that is not there', () => {
    const removed = { voice: null, threshold: null, turnDetection: null, eagerness: null };
    expect(buildSessionConfig(removed as never)).to.deep.equal(buildSessionConfig({}));
  });

  it('lets the service’s own words win, deeply, with null and lists as they are', () => {
    const config = buildSessionConfig(
      { voice: 'cedar', language: 'en' },
      { tools: [{ type: 'function' }], audio: { input: { transcription: null }, output: { speed: 1.5 } } },
    );
    expect(config).to.deep.include({ tools: [{ type: 'function' }] });
    expect(config.audio?.input?.transcription).to.equal(null);
    expect(config.audio?.input?.turn_detection).to.be.an('object');
    expect(config.audio?.output).to.deep.equal({ voice: 'cedar', speed: 1.5 });
  });

  const impossible: [SessionSettings, RegExp][] = [
    [{ threshold: -0.1 }, /threshold="-0.1".*between 0 and 1/],
    [{ threshold: 1.01 }, /threshold/],
    [{ threshold: NaN }, /threshold="NaN"/],
    [{ prefixPaddingMs: -1 }, /prefix-padding-ms="-1".*0 or more/],
    [{ silenceDurationMs: -1 }, /silence-duration-ms/],
    [{ idleTimeoutMs: 4999 }, /idle-timeout-ms="4999".*between 5000 and 30000/],
    [{ idleTimeoutMs: 30_001 }, /idle-timeout-ms/],
    [{ eagerness: 'much' as never }, /eagerness="much".*low, medium, high, auto/],
    [{ turnDetection: 'vad' as never }, /turn-detection="vad".*semantic_vad, server_vad, none/],
    [{ output: 'video' as never }, /output="video".*audio, text/],
  ];
  for (const [settings, message] of impossible) {
    it(`refuses ${JSON.stringify(settings)} in the words of the attribute`, () => {
      expect(() => buildSessionConfig(settings)).to.throw(RealtimeError, message);
    });
  }

  it('takes the ends of every range', () => {
    buildSessionConfig({ threshold: 0, prefixPaddingMs: 0, silenceDurationMs: 0, idleTimeoutMs: 5000 });
    buildSessionConfig({ threshold: 1, idleTimeoutMs: 30_000 });
  });
});
