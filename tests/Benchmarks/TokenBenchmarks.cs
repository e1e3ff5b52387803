using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace SsoOidc.Benchmarks;

/// <summary>One exchange on a warm connection: time and what the client allocates for it.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
[Config(typeof(InProcess))]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
public class TokenBenchmarks : IDisposable
{
    private ReplyServer _server = null!;
    private Contenders _contenders = null!;

    [GlobalSetup]
    public void Start()
    {
        _server = ReplyServer.Start();
        _contenders = new Contenders(_server);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _contenders.Dispose();
        _server.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true, Description = "floor"), BenchmarkCategory("1 CreateToken")]
    public Task SuccessFloor() => _contenders.SuccessFloor();

    [Benchmark(Description = "SsoOidc"), BenchmarkCategory("1 CreateToken")]
    public Task SuccessOurs() => _contenders.SuccessOurs();

    [Benchmark(Description = "AWSSDK.SSOOIDC"), BenchmarkCategory("1 CreateToken")]
    public Task SuccessSdk() => _contenders.SuccessSdk();

    [Benchmark(Baseline = true, Description = "floor"), BenchmarkCategory("2 authorization_pending")]
    public Task PendingFloor() => _contenders.PendingFloor();

    [Benchmark(Description = "SsoOidc"), BenchmarkCategory("2 authorization_pending")]
    public Task PendingOurs() => _contenders.PendingOurs();

    [Benchmark(Description = "AWSSDK.SSOOIDC"), BenchmarkCategory("2 authorization_pending")]
    public Task PendingSdk() => _contenders.PendingSdk();

    [Benchmark(Baseline = true, Description = "SsoOidc, unsigned"), BenchmarkCategory("3 CreateTokenWithIAM")]
    public Task UnsignedOurs() => _contenders.SuccessOurs();

    [Benchmark(Description = "SsoOidc"), BenchmarkCategory("3 CreateTokenWithIAM")]
    public Task SignedOurs() => _contenders.SignedOurs();

    [Benchmark(Description = "AWSSDK.SSOOIDC"), BenchmarkCategory("3 CreateTokenWithIAM")]
    public Task SignedSdk() => _contenders.SignedSdk();

    private sealed class InProcess : ManualConfig
    {
        public InProcess()
        {
            AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(5), logOutput: false)));
        }
    }
}
