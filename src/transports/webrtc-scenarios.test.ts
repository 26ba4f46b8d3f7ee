import { WebRtcLine } from '../testing/real-lines.test-support.js';
import { describeScenarios } from './scenarios.test-support.js';

describeScenarios('WebRtcTransport', () => new WebRtcLine());
