using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>What the module weighs, guarded without a clock: what is loaded is what a cold start waits for. docs/performance.md has the times.</summary>
public sealed class FootprintTests
{
    // Somewhat above what the two are: a step up is a decision. The goal is in docs/performance.md.
    private const long MostBytes = 630_000;

    // Somewhat above what they are. Each takes about a tenth of a millisecond to compile.
    private const int MostCompiledAtImport = 12, MostCompiledForCall = 380;

    // Loaded by PowerShell itself when it imports a first module from a file.
    private static readonly string[] EngineAtImport = ["System.Net.NetworkInformation"];

    // HTTP and JSON. Those that a system has loaded before are missing then, so this is a set to stay in.
    private static readonly string[] RuntimeForCall =
    [
        "System.Collections.NonGeneric", "System.Net.Http", "System.Net.NameResolution", "System.Net.Primitives",
        "System.Net.Security", "System.Net.Sockets", "System.Runtime.Intrinsics", "System.Text.Encodings.Web", "System.Text.Json",
    ];

    [Fact]
    public async Task A_fresh_process_loads_at_import_and_for_a_first_call_what_is_named_here()
    {
        await using var server = await FakeServer.StartAsync(options: null, TestContext.Current.CancellationToken);

        var (import, call, compiled) = await ImportWorker.StartAsync(Shell.AddressOf(server), TestContext.Current.CancellationToken);

        Assert.Equal(["SsoOidc", "SsoOidc.Core"], import.Except(EngineAtImport));
        Assert.Empty(call.Except(RuntimeForCall));
        Assert.InRange(compiled[0], 1, MostCompiledAtImport);
        Assert.InRange(compiled[1], 1, MostCompiledForCall);
    }

    [Fact]
    public void The_assemblies_are_no_larger_than_they_were()
    {
#if DEBUG
        Assert.Skip("The bound is for the build that is shipped.");
#endif
        Assert.InRange(new DirectoryInfo(TestEnvironment.Binaries).EnumerateFiles("*.dll").Sum(file => file.Length), 1, MostBytes);
    }
}
