using SsoOidc.FakeEndpoint;
using SsoOidc.Reliability.Support;

namespace SsoOidc.Reliability.Faults;

/// <summary>A service that only fails gets no storm of retries: one client has 500 tokens for them, and no more come while nothing succeeds.</summary>
public sealed class RetryStormTests
{
    private const int Calls = 100;

    [Theory]
    [InlineData(503, 500 / 14)]
    [InlineData(429, 500 / 5)]
    public async Task A_hundred_calls_at_once_on_a_service_that_only_fails_are_bounded_by_the_quota(int status, int retries)
    {
        await using var scene = await Scene.StartAsync(hasLimit: false);
        scene.Server.AddFault(new Fault { Kind = FaultKind.Status, Status = status, Times = Calls * 3 });

        var errors = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => FailAsync(scene)));

        Assert.Equal(Calls + retries, scene.Server.Journal.Count);
        Assert.Equal(Calls + retries, errors.Sum(e => e.Metadata.Attempts));
        Assert.All(errors, e => Assert.Equal(status, (int?)e.StatusCode));
    }

    [Fact]
    public async Task After_it_heals_calls_succeed_at_once_and_earn_retries_again()
    {
        await using var scene = await Scene.StartAsync(hasLimit: false);
        scene.Server.AddFault(new Fault { Kind = FaultKind.Status, Status = 503, Times = Calls + (500 / 14) });
        await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => FailAsync(scene)));
        scene.Server.Reset();

        // 35 retries have left 10 of 500 tokens: a retry costs 14 and each success gives one.
        scene.Server.AddFault(new Fault { Kind = FaultKind.Status, Status = 503 });
        Assert.Equal(1, (await FailAsync(scene)).Metadata.Attempts);
        for (var call = 0; call < 4; call++)
            Assert.Equal(1, (await scene.RegisterAsync()).Metadata.Attempts);
        scene.Server.AddFault(new Fault { Kind = FaultKind.Status, Status = 503 });

        Assert.Equal(2, (await scene.RegisterAsync()).Metadata.Attempts);
        Assert.Equal(7, scene.Server.Journal.Count);
    }

    private static async Task<SsoOidcException> FailAsync(Scene scene) => await Assert.ThrowsAsync<SsoOidcException>(() => scene.RegisterAsync());
}
