import { WebSocketLine } from '../testing/real-lines.test-support.js';
import { describeScenarios } from './scenarios.test-support.js';

describeScenarios('WebSocketTransport', () => new WebSocketLine());
