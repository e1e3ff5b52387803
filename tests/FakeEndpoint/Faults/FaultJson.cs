using System.Text.Json;
using SsoOidc.FakeEndpoint.Http;

namespace SsoOidc.FakeEndpoint.Faults;

/// <summary>Reads a fault as told to the control address.</summary>
internal static class FaultJson
{
    private static readonly HashSet<string> Known =
    [
        "operation", "skip", "times", "kind", "after", "ms", "status", "headers", "body", "contentType", "error", "description", "reason",
        "endpoint", "region", "bytes", "contentLength", "location",
    ];

    private static IEnumerable<string> KindNames => Enum.GetNames<FaultKind>().Select(JsonNamingPolicy.CamelCase.ConvertName);

    public static Fault Read(JsonBody json)
    {
        if (json.Members.FirstOrDefault(member => !Known.Contains(member.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            throw new FormatException($"Unknown member: {unknown.Name}");
        var defaults = new Fault { Kind = FaultKind.Status };
        return new Fault
        {
            Kind = ReadKind(json.Required("kind")),
            Operation = json.Optional("operation"),
            Skip = json.OptionalInt("skip") ?? 0,
            Times = json.OptionalInt("times") ?? 1,
            After = json.OptionalBool("after") ?? false,
            Delay = TimeSpan.FromMilliseconds(json.OptionalInt("ms") ?? 0),
            Status = json.OptionalInt("status"),
            Headers = json.Find("headers") is { ValueKind: JsonValueKind.Object } headers
                ? headers.EnumerateObject().ToDictionary(h => h.Name, h => h.Value.ToString())
                : defaults.Headers,
            Body = json.Optional("body") ?? defaults.Body,
            ContentType = json.Optional("contentType") ?? defaults.ContentType,
            Error = json.Optional("error"),
            Description = json.Optional("description"),
            Reason = json.Optional("reason"),
            Endpoint = json.Optional("endpoint"),
            Region = json.Optional("region"),
            Bytes = json.OptionalInt("bytes") ?? defaults.Bytes,
            ContentLength = json.Optional("contentLength"),
            Location = json.Optional("location") ?? defaults.Location,
        };
    }

    // Names only: Enum.TryParse alone would take numbers and lists too.
    private static FaultKind ReadKind(string name) =>
        name.All(char.IsAsciiLetter) && Enum.TryParse<FaultKind>(name, ignoreCase: true, out var kind)
            ? kind
            : throw new FormatException($"Unknown kind: {name}; expected one of {string.Join(", ", KindNames)}");
}
