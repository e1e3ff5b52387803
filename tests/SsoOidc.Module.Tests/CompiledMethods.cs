using System.Diagnostics.Tracing;

namespace SsoOidc.ModuleTests;

/// <summary>Counts the methods of the module's assemblies that the runtime compiles in this process, each once however often it is compiled again.</summary>
internal sealed class CompiledMethods : EventListener
{
    private const EventKeywords Compilation = (EventKeywords)0x10;
    private readonly HashSet<string> _methods = [];

    /// <summary>How many there are so far.</summary>
    /// <param name="marker">A method of this assembly that has not run yet. The runtime tells of what it compiles late, but in its order.</param>
    public int Count(Action marker)
    {
        lock (_methods)
        {
            marker();
            while (!_methods.Remove(NameOf(typeof(ImportWorker).FullName, marker.Method.Name)))
                Monitor.Wait(_methods);
            return _methods.Count(name => !name.StartsWith("SsoOidc.ModuleTests.", StringComparison.Ordinal));
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, Compilation);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // MethodLoadVerbose: 6 is the type, 7 the name, 8 the signature.
        if (eventData.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) != true
            || eventData.Payload is not [_, _, _, _, _, _, string type, string name, string signature, ..]
            || !type.StartsWith("SsoOidc.", StringComparison.Ordinal))
        {
            return;
        }

        var isOfTests = type.StartsWith("SsoOidc.ModuleTests.", StringComparison.Ordinal);
        lock (_methods)
        {
            _methods.Add(NameOf(type, name) + (isOfTests ? "" : signature));
            Monitor.PulseAll(_methods);
        }
    }

    private static string NameOf(string? type, string name) => $"{type}:{name}";
}
