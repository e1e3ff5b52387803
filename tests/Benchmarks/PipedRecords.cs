using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace SsoOidc.Benchmarks;

/// <summary>A thousand records piped through the cmdlet, beside the same number of calls to Core, in turn.</summary>
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
        double[] cmdlet = new double[Rounds], core = new double[Rounds];
        for (var round = -WarmUpRounds; round < Rounds; round++)
        {
            var piped = Measure(() => Pipe(runspace, server.Address));
            var called = await MeasureAsync(() => CallAsync(client));
            if (round < 0)
                continue;
            cmdlet[round] = piped;
            core[round] = called;
        }

        var connections = await server.CountConnectionsAsync();
        var ratio = CpuComparison.Median([.. cmdlet.Zip(core, (own, other) => own / other)]);
        Console.WriteLine($"Medians of {Rounds} rounds of {Records} records, in turn; processor time a record.");
        Console.WriteLine();
        Console.WriteLine("| New-SSOOIDCToken | Core | ratio | connections |");
        Console.WriteLine("|---|---|---|---|");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {CpuComparison.Median(cmdlet):0} us | {CpuComparison.Median(core):0} us | {ratio:0.00} | {connections} |"));
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

    private static void Pipe(Runspace runspace, Uri endpoint)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("New-SSOOIDCToken").AddParameter("EndpointUrl", endpoint.AbsoluteUri).AddParameter("Region", Payload.Region);
        var records = Enumerable.Range(0, Records).Select(_ => PSObject.AsPSObject(new
        {
            Payload.ClientId,
            Payload.ClientSecret,
            Payload.DeviceCode,
        }));
        var count = shell.Invoke(records).Count;
        if (count != Records)
            throw new InvalidOperationException($"{count} tokens came for {Records} records.");
    }

    private static async Task CallAsync(SsoOidcClient client)
    {
        for (var i = 0; i < Records; i++)
        {
            await client.CreateTokenAsync(new CreateTokenRequest
            {
                ClientId = Payload.ClientId,
                ClientSecret = Payload.ClientSecret,
                GrantType = GrantTypes.DeviceCode,
                DeviceCode = Payload.DeviceCode,
            });
        }
    }

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
