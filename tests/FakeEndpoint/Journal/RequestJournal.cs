using System.Text.Json;
using SsoOidc.FakeEndpoint.Http;
using SsoOidc.FakeEndpoint.State;

namespace SsoOidc.FakeEndpoint;

/// <summary>Keeps the entries in the order the requests came.</summary>
internal sealed class RequestJournal
{
    private readonly Lock _gate = new();
    private readonly List<JournalEntry> _entries = [];
    private readonly TimeProvider _time;
    private readonly Secrets _secrets;
    private int _generation;

    public RequestJournal(TimeProvider time, Secrets secrets)
    {
        _time = time;
        _secrets = secrets;
    }

    public IReadOnlyList<JournalEntry> Snapshot()
    {
        lock (_gate)
            return [.. _entries];
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _generation++;
        }
    }

    /// <summary>Adds an entry without an answer and returns what completes it.</summary>
    public Action<Reply> Begin(IncomingRequest request, string operation, Fault? fault)
    {
        var entry = new JournalEntry
        {
            Timestamp = _time.GetUtcNow(),
            Operation = operation,
            Method = request.Method,
            Path = request.RawPath,
            Query = request.Query.ToDictionary(q => q.Key, q => MaskIfSecret(q.Key, q.Value), StringComparer.Ordinal),
            Headers = request.Headers.ToDictionary(h => h.Key, h => MaskHeader(h.Key, h.Value), StringComparer.OrdinalIgnoreCase),
            Body = MaskBody(request.Body),
            BodyLength = request.Body.Length,
            ConnectionId = request.ConnectionId,
            RemotePort = request.RemotePort,
            Fault = fault?.Kind,
        };
        lock (_gate)
        {
            _entries.Add(entry);
            var (index, generation) = (_entries.Count - 1, _generation);
            return reply => Complete(index, generation, reply);
        }
    }

    private void Complete(int index, int generation, Reply reply)
    {
        lock (_gate)
        {
            if (generation == _generation)
                _entries[index] = _entries[index] with { Status = reply.Status, Error = reply.Error };
        }
    }

    private string MaskIfSecret(string name, string value)
    {
        if (!Secrets.IsSecret(name))
            return value;
        _secrets.Remember(name, value);
        return Secrets.Mask(value);
    }

    private string MaskHeader(string name, string value)
    {
        const string Signature = "Signature=";
        if (!name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            return MaskIfSecret(name, value);
        var start = value.LastIndexOf(Signature, StringComparison.Ordinal);
        return start < 0 ? Secrets.Mask(value) : value[..(start + Signature.Length)] + Secrets.Mask(value[(start + Signature.Length)..]);
    }

    private Dictionary<string, string> MaskBody(byte[] body)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in json.RootElement.EnumerateObject())
                    members[member.Name] = MaskIfSecret(member.Name, member.Value.ToString());
            }
        }
        catch (JsonException)
        {
            // Not a JSON body: there are no members to show.
            members.Clear();
        }
        return members;
    }
}
