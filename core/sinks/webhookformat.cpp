#include "core/sinks/formats.h"

namespace gw::sinks {

namespace {

class WebhookFormat final : public Format
{
public:
    std::string write(std::span<const Event> events) const override
    {
        std::string out = "[";
        for (const Event &event : events) {
            if (out.size() > 1)
                out += ',';
            json::append(out, standardPayload(event));
        }
        return out + ']';
    }
};

}   // namespace

FormatPtr webhookFormat()
{
    return std::make_unique<WebhookFormat>();
}

}   // namespace gw::sinks
