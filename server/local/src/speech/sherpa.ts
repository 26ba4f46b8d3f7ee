import { createRequire } from 'node:module';

/** The part of sherpa-onnx-node that is used here; the package ships no types. */
export interface Sherpa {
  Vad: new (config: VadConfig, bufferSizeInSeconds: number) => SherpaVad;
  OfflineRecognizer: { createAsync(config: OfflineRecognizerConfig): Promise<SherpaRecognizer> };
  OfflineTts: { createAsync(config: OfflineTtsConfig): Promise<SherpaTts> };
}

/** Durations are seconds. */
interface VadConfig {
  sileroVad: {
    model: string;
    threshold: number;
    minSpeechDuration: number;
    minSilenceDuration: number;
    maxSpeechDuration: number;
    windowSize: number;
  };
  sampleRate: number;
  numThreads: number;
}

export interface SherpaVad {
  acceptWaveform(samples: Float32Array): void;
  isDetected(): boolean;
  /** Drops the finished stretches of speech, which it keeps a copy of. */
  clear(): void;
  reset(): void;
}

interface OfflineRecognizerConfig {
  modelConfig: {
    moonshine: { encoder: string; mergedDecoder: string };
    tokens: string;
    numThreads: number;
  };
}

export interface SherpaStream {
  acceptWaveform(wave: { samples: Float32Array; sampleRate: number }): void;
}

export interface SherpaRecognizer {
  createStream(): SherpaStream;
  decodeAsync(stream: SherpaStream): Promise<{ text: string }>;
}

interface OfflineTtsConfig {
  model: {
    vits: {
      model: string;
      tokens: string;
      dataDir: string;
      lengthScale: number;
      noiseScale: number;
      noiseScaleW: number;
    };
    numThreads: number;
  };
}

export interface SherpaTts {
  readonly sampleRate: number;
  readonly numSpeakers: number;
  generateAsync(request: {
    text: string;
    sid: number;
    speed: number;
    enableExternalBuffer: boolean;
  }): Promise<{ samples: Float32Array; sampleRate: number }>;
}

const require = createRequire(import.meta.url);

/**
 * Loads the native library, on first use only, so that what needs no models
 * runs where the library does not.
 * @throws Error when there is no build for this machine
 */
export function loadSherpa(): Sherpa {
  try {
    return require('sherpa-onnx-node') as Sherpa;
  } catch (cause) {
    throw new Error(
      `The speech library sherpa-onnx-node does not load on ${process.platform}-${process.arch}. ` +
        'It has builds for Linux (glibc, x64 and arm64), macOS and Windows. If this is one of them, run ' +
        '"npm ci" on this machine without "--omit=optional"; else use a container with Debian.',
      { cause },
    );
  }
}
