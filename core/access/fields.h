#pragma once

#include "core/access/entities.h"

// The inside of entities.cpp: members of a JSON object one by one.
namespace gw::access {

// Takes members out of an object. null is the same as absent. The first member of a wrong type is the
// problem; what is left over is the rest.
class Fields
{
public:
    explicit Fields(json::Object object)
        : m_rest(std::move(object))
    {}

    void text(const char *name, std::string &out);
    void texts(const char *name, std::vector<std::string> &out);
    void textMap(const char *name, std::map<std::string, std::string, std::less<>> &out);
    void flag(const char *name, bool &out);
    void count(const char *name, std::optional<std::int64_t> &out);
    void money(const char *name, std::optional<Pico> &out);
    void time(const char *name, std::int64_t &out);
    void object(const char *name, json::Object &out);
    // The members of Limits but for models.
    void limits(Limits &out);
    // model_max_budget, model_rpm_limit, model_tpm_limit here or in metadata; they also stay where they are.
    void modelLimits(const json::Object &metadata, Limits &out);
    void wrong(std::string_view name, std::string_view expected);

    const json::Object &rest() const noexcept { return m_rest; }
    Result<void> check() const { return m_problem ? Result<void>(*m_problem) : Result<void>(); }
    template <typename Entity>
    Result<Entity> finish(Entity entity)
    {
        if (m_problem)
            return *m_problem;
        entity.rest = std::move(m_rest);
        return entity;
    }

private:
    std::optional<json::Value> take(const char *name);
    void modelMap(const json::Object &metadata, const char *name, ModelLimitsMap &out,
                  void (Fields::*read)(const char *, const json::Value &, ModelLimits &));
    void modelBudget(const char *name, const json::Value &value, ModelLimits &out);
    void modelRpm(const char *name, const json::Value &value, ModelLimits &out);
    void modelTpm(const char *name, const json::Value &value, ModelLimits &out);

    json::Object m_rest;
    std::optional<Error> m_problem;
};

// Puts members that say something.
class Members
{
public:
    explicit Members(json::Object rest)
        : m_object(std::move(rest))
    {}

    void text(const char *name, const std::string &value);
    void texts(const char *name, const std::vector<std::string> &value);
    void textMap(const char *name, const std::map<std::string, std::string, std::less<>> &value);
    void flag(const char *name, bool value);
    void count(const char *name, const std::optional<std::int64_t> &value);
    void money(const char *name, const std::optional<Pico> &value);
    void time(const char *name, std::int64_t value);
    void object(const char *name, const json::Object &value);
    void limits(const Limits &value);
    json::Object &all() noexcept { return m_object; }
    json::Object take() { return std::move(m_object); }

private:
    json::Object m_object;
};

// A whole number, also as 5.0 or "5".
std::optional<std::int64_t> countOf(const json::Value &value);

}   // namespace gw::access
