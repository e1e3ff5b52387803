using System.Globalization;

namespace SsoOidc.Benchmarks;

/// <summary>
/// Processor time and allocation of one exchange, by all threads of this process, which is a client only. The clients take turns, round by
/// round, so that a machine that others use slows all of them alike; the medians are compared.
/// </summary>
internal static class CpuComparison
{
    private const int CallsInRound = 400;
    private const int WarmUpRounds = 8;

    public static async Task RunAsync(int rounds)
    {
        using var server = ReplyServer.Start();
        using var clients = new Contenders(server);
        (string Name, Func<Task> Call)[] contenders =
        [
            ("CreateToken, floor", clients.SuccessFloor),
            ("CreateToken, SsoOidc", clients.SuccessOurs),
            ("CreateToken, AWSSDK.SSOOIDC", clients.SuccessSdk),
            ("authorization_pending, floor", clients.PendingFloor),
            ("authorization_pending, SsoOidc", clients.PendingOurs),
            ("authorization_pending, AWSSDK.SSOOIDC", clients.PendingSdk),
            ("CreateTokenWithIAM, SsoOidc", clients.SignedOurs),
            ("CreateTokenWithIAM, AWSSDK.SSOOIDC", clients.SignedSdk),
        ];
        var cpu = Array.ConvertAll(contenders, _ => new double[rounds]);
        var allocated = Array.ConvertAll(contenders, _ => new double[rounds]);
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var (microseconds, bytes) = await MeasureAsync(contenders[i].Call);
                if (round < 0)
                    continue;
                cpu[i][round] = microseconds;
                allocated[i][round] = bytes;
            }
        }

        Console.WriteLine($"Medians of {rounds} rounds of {CallsInRound} calls, the clients in turn. Ratio: of processor time, to the floor of the same exchange, round by round.");
        Console.WriteLine();
        Console.WriteLine("| exchange | processor time | ratio | allocated |");
        Console.WriteLine("|---|---|---|---|");
        for (var i = 0; i < contenders.Length; i++)
        {
            var floor = i < 3 || i > 5 ? cpu[0] : cpu[3];
            var ratio = Median([.. cpu[i].Zip(floor, (own, other) => own / other)]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {contenders[i].Name} | {Median(cpu[i]):0} us | {ratio:0.00} | {Median(allocated[i]):N0} B |"));
        }

        var added = Median([.. cpu[6].Zip(cpu[1], (signed, unsigned) => signed - unsigned)]);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Signing adds {added:0} us and {Median(allocated[6]) - Median(allocated[1]):N0} B to SsoOidc's CreateToken."));
    }

    public static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static async Task<(double Microseconds, double Bytes)> MeasureAsync(Func<Task> call)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < CallsInRound; i++)
            await call();
        var after = Environment.CpuUsage.TotalTime;
        return ((after - before).TotalMicroseconds / CallsInRound, (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / CallsInRound);
    }
}
