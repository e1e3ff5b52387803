using System.Text.Json;
using SsoOidc.FakeEndpoint.Faults;
using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint;

/// <summary>What a test in another process uses to steer the fake: the addresses under <c>/__fake/</c>.</summary>
internal sealed class ControlApi
{
    public const string Prefix = "/__fake/";

    private readonly Store _store;
    private readonly FaultQueue _faults;
    private readonly RequestJournal _journal;

    public ControlApi(Store store, FaultQueue faults, RequestJournal journal)
    {
        _store = store;
        _faults = faults;
        _journal = journal;
    }

    public Reply Handle(IncomingRequest request)
    {
        try
        {
            return (request.Method, request.Path[Prefix.Length..]) switch
            {
                ("GET", "journal") => ShowJournal(),
                ("GET", "state") => Reply.Json(WriteState),
                ("POST", "faults") => AddFault(request),
                ("POST", "approve") => Decide(request, Decision.Approved),
                ("POST", "deny") => Decide(request, Decision.Denied),
                ("POST", "end-sessions") => EndSessions(),
                ("POST", "reset") => Reset(),
                _ => Problem(404, "Unknown control address or method"),
            };
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException)
        {
            return Problem(400, problem.Message);
        }
    }

    private Reply AddFault(IncomingRequest request)
    {
        _faults.Add(FaultJson.Read(JsonBody.Parse(request.Body)));
        return Reply.Json(WriteState);
    }

    private Reply Decide(IncomingRequest request, Decision decision)
    {
        var userCode = JsonBody.Parse(request.Body).Required("userCode");
        return _store.Decide(userCode, decision)
            ? Reply.Json(WriteState)
            : Problem(404, "The user code is unknown, expired or already decided");
    }

    private Reply EndSessions()
    {
        _store.EndSignIns();
        return Reply.Json(WriteState);
    }

    private Reply Reset()
    {
        _store.Clear();
        _faults.Clear();
        _journal.Clear();
        return Reply.Json(WriteState);
    }

    private void WriteState(Utf8JsonWriter json)
    {
        var entries = _journal.Snapshot();
        _store.WriteCounts(json);
        json.WriteNumber("faults", _faults.Count);
        json.WriteNumber("requests", entries.Count);
        json.WriteNumber("connections", entries.Select(entry => entry.ConnectionId).Distinct().Count());
    }

    private Reply ShowJournal() => Reply.Json(json =>
    {
        json.WriteStartArray("entries");
        foreach (var entry in _journal.Snapshot())
            WriteEntry(json, entry);
        json.WriteEndArray();
    });

    private static void WriteEntry(Utf8JsonWriter json, JournalEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("timestamp", entry.Timestamp);
        json.WriteString("operation", entry.Operation);
        json.WriteString("method", entry.Method);
        json.WriteString("path", entry.Path);
        WriteMap(json, "query", entry.Query);
        WriteMap(json, "headers", entry.Headers);
        WriteMap(json, "body", entry.Body);
        json.WriteNumber("bodyLength", entry.BodyLength);
        json.WriteString("connectionId", entry.ConnectionId);
        json.WriteNumber("remotePort", entry.RemotePort);
        if (entry.Status is { } status)
            json.WriteNumber("status", status);
        else
            json.WriteNull("status");
        json.WriteString("error", entry.Error);
        json.WriteString("fault", entry.Fault is { } fault ? JsonNamingPolicy.CamelCase.ConvertName(fault.ToString()) : null);
        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static Reply Problem(int status, string message) => Reply.Json(json => json.WriteString("message", message), status);
}
