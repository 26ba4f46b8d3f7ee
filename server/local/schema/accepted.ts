/**
 * Turns the published types into schemas of what the service accepts. Two differences to plain
 * JSON Schema made from types:
 * - A union tells its members apart by JSON type, then by the field `type` or `role`, instead of
 *   trying each. So a failure is one error about the member that was meant, not one for each.
 * - The limits that the types state in prose only are real.
 */
export type Schema = Record<string, any>;
export type Definitions = Record<string, Schema>;

const MIB = 1024 * 1024;
const COUNT = { type: 'integer', minimum: 0 };
const ITEM_ID = { pattern: '^[a-zA-Z0-9_-]+$', minLength: 1, maxLength: 32 };

/** By name of the property, wherever a client may send it. */
const LIMITS: Record<string, Schema> = {
  event_id: { maxLength: 512 },
  audio: { maxLength: 15 * MIB },
  audio_end_ms: COUNT,
  content_index: COUNT,
  idle_timeout_ms: { type: ['integer', 'null'], minimum: 5000, maximum: 30_000 },
  max_output_tokens: { type: 'integer', minimum: 1, maximum: 4096 },
  prefix_padding_ms: COUNT,
  rate: { type: 'integer', minimum: 24_000, maximum: 24_000, const: undefined },
  retention_ratio: { minimum: 0, maximum: 1 },
  seconds: { type: 'integer', minimum: 10, maximum: 7200 },
  silence_duration_ms: COUNT,
  speed: { minimum: 0.25, maximum: 1.5 },
  threshold: { minimum: 0, maximum: 1 },
};

/** Instead of what the types say. */
const REPLACED: Record<string, Schema> = {
  output_modalities: { type: 'array', enum: [['text'], ['audio']] },
  metadata: {
    type: ['object', 'null'],
    maxProperties: 16,
    propertyNames: { maxLength: 64 },
    additionalProperties: { type: 'string', maxLength: 512 },
  },
  parameters: { type: 'object' },
};

/** Set to null to turn off: documented, though the types forbid it. */
const NULLABLE = ['noise_reduction', 'transcription'];

/** What tells the kinds apart may be missing by the types, but not on the wire. */
const TAGS: Record<string, string[]> = { RealtimeFunctionTool: ['type', 'name'] };
const TAGGED = /^RealtimeAudioFormats\.|Message\.Content$|NoiseReduction$/;

export class AcceptedSchemas {
  readonly definitions: Definitions = {};
  readonly #types: Definitions;

  constructor(types: Definitions) {
    this.#types = types;
  }

  /** Adds a type of that name and all it refers to. */
  add(name: string): Schema {
    const key = `client.${name}`;
    if (!this.definitions[key]) {
      this.definitions[key] = {};
      this.definitions[key] = this.#object(name, this.#types[name]!);
    }
    return { $ref: `#/definitions/${key}` };
  }

  #object(name: string, type: Schema): Schema {
    const properties: Schema = {};
    for (const [property, schema] of Object.entries(type.properties ?? {})) {
      const limited = this.#property(property, schema as Schema);
      const isItemId = property === 'id' && /^Realtime(ConversationItem|Mcp)/.test(name);
      properties[property] = isItemId ? { ...limited, ...ITEM_ID } : limited;
    }
    const others = type.additionalProperties;
    const additionalProperties = typeof others === 'object' ? this.#property('', others) : others;
    const required = TAGS[name] ?? (TAGGED.test(name) ? ['type'] : type.required);
    return {
      ...type,
      ...(type.properties && { properties }),
      additionalProperties,
      ...(required && { required }),
    };
  }

  #property(name: string, schema: Schema): Schema {
    if (REPLACED[name]) return REPLACED[name];
    const members = this.#members(schema);
    if (NULLABLE.includes(name)) members.push({ type: 'null' });
    return union(members.map((member) => (isScalar(member) ? { ...member, ...LIMITS[name] } : member)));
  }

  /** The members of a union, each an object by reference, an array, or a scalar. */
  #members(schema: Schema): Schema[] {
    if (schema.anyOf) return mergeStrings(schema.anyOf.flatMap((member: Schema) => this.#members(member)));
    if (schema.$ref) {
      const name = schema.$ref.replace('#/definitions/', '');
      const type = this.#types[name]!;
      if (type.type === 'object')
        return [{ type: 'object', ref: this.add(name), properties: type.properties }];
      return this.#members(type);
    }
    if (schema.type === 'array') return [{ ...schema, items: union(this.#members(schema.items)) }];
    return [schema.type === 'object' ? this.#object('', schema) : schema];
  }
}

function isScalar(schema: Schema): boolean {
  return (
    !schema.ref &&
    schema.type !== 'array' &&
    schema.type !== 'null' &&
    !('enum' in schema && schema.enum.includes('inf'))
  );
}

/** Known names beside "any string" are the names that the service knows. */
function mergeStrings(members: Schema[]): Schema[] {
  const names = members.flatMap(
    (member) => member.enum ?? (member.type === 'string' && 'const' in member ? [member.const] : []),
  );
  if (names.length === 0) return members;
  return [...members.filter((member) => member.type !== 'string'), { type: 'string', enum: names }];
}

function union(members: Schema[]): Schema {
  const objects = members.filter((member) => member.ref);
  const others = members.filter((member) => !member.ref);
  const alternatives = objects.length > 0 ? [{ type: 'object', schema: tagged(objects) }] : [];
  // The last alternative is the one that a value of a wrong type is measured by.
  const ordered = [...alternatives, ...others.map((schema) => ({ type: schema.type, schema }))].sort(
    (a, b) => Number(b.type === 'null') - Number(a.type === 'null'),
  );
  return ordered.reduceRight<Schema | undefined>(
    (rest, { type, schema }) => (rest ? { if: { type }, then: schema, else: rest } : schema),
    undefined,
  )!;
}

/** Objects told apart by `type`, then by `role`. */
function tagged(objects: Schema[]): Schema {
  if (objects.length === 1) return objects[0]!.ref;
  const types = [...new Set(objects.map((object) => tagOf(object, 'type')))];
  if (types.length === 1)
    return choice(
      'role',
      objects.map((object) => [tagOf(object, 'role'), object.ref]),
    );
  return choice(
    'type',
    types.map((type) => [type, tagged(objects.filter((object) => tagOf(object, 'type') === type))]),
  );
}

function tagOf(object: Schema, property: string): string {
  return object.properties[property].const;
}

function choice(tag: string, branches: [string, Schema][]): Schema {
  return {
    type: 'object',
    required: [tag],
    properties: { [tag]: { type: 'string', enum: branches.map(([value]) => value) } },
    allOf: branches.map(([value, schema]) => ({
      if: { type: 'object', required: [tag], properties: { [tag]: { const: value } } },
      then: schema,
    })),
  };
}
