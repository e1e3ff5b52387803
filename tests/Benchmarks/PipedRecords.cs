using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace SsoOidc.Benchmarks;

/// <summary>
/// A thousand records piped through the cmdlet, in turn with as many calls to Core, awaited and waited for on one thread as a cmdlet must,
/// and with the same records piped through a function that has the cmdlet's parameters and does nothing: what the engine takes to bind them.
/// </summary>
internal static class PipedRecords
{
    private const int Records = 1000;
    private const int Rounds = 9;
    private const int WarmUpRounds = 3;

    public static async Task RunAsync()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        using var server = ReplyServer.Start();
        using var runspace = OpenRunspace();
        using var client = new SsoOidcClient(new SsoOidcClientOptions { Region = Payload.Region, EndpointUrl = server.Address });
        DefineNothing(runspace);
        double[] cmdlet = new double[Rounds], nothing = new double[Rounds], core = new double[Rounds], blocking = new double[Rounds];
        for (var round = -WarmUpRounds; round < Rounds; round++)
        {
            var piped = Measure(() => Pipe(runspace, "New-SSOOIDCToken", server.Address, outputs: Records));
            var bound = Measure(() => Pipe(runspace, "New-Nothing", server.Address, outputs: 0));
            var called = await MeasureAsync(() => CallAsync(client));
            var waited = Measure(() => Call(client));
            if (round < 0)
                continue;
            cmdlet[round] = piped;
            nothing[round] = bound;
            core[round] = called;
            blocking[round] = waited;
        }

        var connections = await server.CountConnectionsAsync();
        var ratio = CpuComparison.Median([.. cmdlet.Zip(core, (own, other) => own / other)]);
        var ownRatio = CpuComparison.Median([.. cmdlet.Zip(nothing, blocking).Select(round => round.First / (round.Second + round.Third))]);
        Console.WriteLine($"Medians of {Rounds} rounds of {Records} records, in turn; processor time a record.");
        Console.WriteLine();
        Console.WriteLine("| New-SSOOIDCToken | binding alone | Core, awaited | Core, waited for | New-SSOOIDCToken / Core awaited | / (binding + Core waited for) | connections |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {CpuComparison.Median(cmdlet):0} us | {CpuComparison.Median(nothing):0} us | {CpuComparison.Median(core):0} us | {CpuComparison.Median(blocking):0} us | {ratio:0.00} | {ownRatio:0.00} | {connections} |"));
    }

    private static Runspace OpenRunspace()
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([FindManifest()]);
        state.ThrowOnRunspaceOpenError = true;
        var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        return runspace;
    }

    private static string FindManifest()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var manifest = Path.Combine(folder, "SsoOidc.psd1");
            if (File.Exists(manifest))
                return manifest;
        }

        throw new FileNotFoundException("There is no SsoOidc.psd1 in a folder above this program.");
    }

    /// <summary>Defines New-Nothing with the parameters of New-SSOOIDCToken, as PowerShell writes them for a proxy.</summary>
    private static void DefineNothing(Runspace runspace)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddScript("""
            $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command New-SSOOIDCToken))
            $binding = [System.Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($metadata)
            $parameters = [System.Management.Automation.ProxyCommand]::GetParamBlock($metadata)
            . ([scriptblock]::Create("function global:New-Nothing { $binding param($parameters) process { } }"))
            """);
        shell.Invoke(null, new PSInvocationSettings { ErrorActionPreference = ActionPreference.Stop });
    }

    private static void Pipe(Runspace runspace, string command, Uri endpoint, int outputs)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand(command).AddParameter("EndpointUrl", endpoint.AbsoluteUri).AddParameter("Region", Payload.Region);
        var records = Enumerable.Range(0, Records).Select(_ => PSObject.AsPSObject(new
        {
            Payload.ClientId,
            Payload.ClientSecret,
            Payload.DeviceCode,
        }));
        var count = shell.Invoke(records).Count;
        if (count != outputs || shell.HadErrors)
            throw new InvalidOperationException($"{count} of {outputs} outputs came from {command} for {Records} records.");
    }

    private static async Task CallAsync(SsoOidcClient client)
    {
        for (var i = 0; i < Records; i++)
            await client.CreateTokenAsync(Request());
    }

    private static void Call(SsoOidcClient client)
    {
        for (var i = 0; i < Records; i++)
            client.CreateTokenAsync(Request()).GetAwaiter().GetResult();
    }

    private static CreateTokenRequest Request() => new()
    {
        ClientId = Payload.ClientId,
        ClientSecret = Payload.ClientSecret,
        GrantType = GrantTypes.DeviceCode,
        DeviceCode = Payload.DeviceCode,
    };

    private static double Measure(Action action)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Records;
    }

    private static async Task<double> MeasureAsync(Func<Task> action)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        await action();
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Records;
    }
}
