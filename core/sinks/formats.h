#pragma once

#include "core/sinks/format.h"

namespace gw::sinks {

// An array of standard payloads.
FormatPtr webhookFormat();

struct LangfuseOptions
{
    std::string release;
    std::vector<std::string>
        defaultTags;   // Names of payload fields that become tags (langfuse_default_tags).
};
// POST /api/public/ingestion: a trace and a generation for each event; a 207 answers item by item.
FormatPtr langfuseFormat(LangfuseOptions options);

struct LangsmithOptions
{
    std::string project;
    std::string runName;
};
// POST /runs/batch.
FormatPtr langsmithFormat(LangsmithOptions options);

struct OtelOptions
{
    std::string service;
    std::string tracer;
};
// OTLP/HTTP with JSON (opentelemetry-proto, "JSON Protobuf Encoding"): the attempts of a request are children
// of one span, which comes with the last of them. Names follow the GenAI conventions.
FormatPtr otelFormat(OtelOptions options);

}   // namespace gw::sinks
