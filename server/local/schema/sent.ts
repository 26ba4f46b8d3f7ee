/** Turns the published types into schemas of what the service is known to send. */
import type { Definitions, Schema } from './accepted.ts';

/** Fields seen on the wire that the types lack: definitions whose name matches → properties. */
const EXTRA: [RegExp, Record<string, Schema>][] = [
  [/Delta(Event)?$/, { obfuscation: { type: 'string' } }],
  [
    /^RealtimeSessionCreateResponse$/,
    { parallel_tool_calls: { type: 'boolean' }, reasoning: { type: 'object' } },
  ],
  [/^RealtimeTranscriptionSessionTurnDetection$/, { eagerness: { type: 'string' } }],
];

/** All of the types, closed, with null allowed wherever a field may be missing. */
export function sent(types: Definitions): Definitions {
  const definitions: Definitions = {};
  for (const [name, type] of Object.entries(types))
    definitions[`server.${name}`] = renamed(withNulls(name, type));
  for (const event of ['SessionCreatedEvent', 'SessionUpdatedEvent']) {
    // The published events name the types of requests, which have no id.
    definitions[`server.${event}`]!.properties.session = {
      if: { properties: { type: { const: 'transcription' } } },
      then: { $ref: '#/definitions/server.RealtimeTranscriptionSessionCreateResponse' },
      else: { $ref: '#/definitions/server.RealtimeSessionCreateResponse' },
    };
  }
  return definitions;
}

function withNulls(name: string, type: Schema): Schema {
  if (!type.properties) return type;
  const properties: Record<string, Schema> = { ...type.properties };
  for (const [pattern, extra] of EXTRA) if (pattern.test(name)) Object.assign(properties, extra);
  for (const [property, schema] of Object.entries(properties)) {
    if (!type.required?.includes(property)) properties[property] = { anyOf: [schema, { type: 'null' }] };
  }
  return { ...type, properties };
}

function renamed(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/definitions/', '"#/definitions/server.'));
}
