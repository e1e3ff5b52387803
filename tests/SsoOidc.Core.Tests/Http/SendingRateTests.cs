using Microsoft.Extensions.Time.Testing;
using SsoOidc.Http;

namespace SsoOidc.Tests.Http;

/// <summary>The limiter against the figures that the SDKs agree on.</summary>
public sealed class SendingRateTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void The_rate_is_that_of_the_SDKs_step_by_step()
    {
        (bool IsThrottled, double Measured, double Rate)[] steps =
        [
            (false, 0, 0), (false, 0, 0), (false, 4.8, 0), (false, 4.8, 0), (false, 4.16, 0), (false, 4.16, 0), (false, 4.16, 0), (false, 5.632, 0), (false, 5.632, 0),
            (true, 4.3264, 3.02848), (false, 4.3264, 3.486639), (false, 4.3264, 3.821874), (false, 5.66528, 4.053386), (false, 5.66528, 4.200373), (false, 4.333056, 4.282037),
            (true, 4.333056, 2.997426), (false, 4.333056, 3.452226),
        ];
        var rate = new SendingRate(_clock);

        foreach (var (isThrottled, measured, expected) in steps)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            rate.Learn(isThrottled);
            Assert.Equal((measured, expected), (Math.Round(rate.Measured, 6), Math.Round(rate.Rate, 6)));
        }
    }

    [Fact]
    public void Before_the_first_throttling_nothing_waits()
    {
        var rate = new SendingRate(_clock);

        for (var request = 0; request < 100; request++)
        {
            Assert.Equal(TimeSpan.Zero, rate.Take());
            rate.Learn(isThrottled: false);
        }
    }

    [Fact]
    public void Afterwards_requests_come_one_behind_the_other_at_the_rate()
    {
        var rate = new SendingRate(_clock);
        _clock.Advance(TimeSpan.FromSeconds(1));
        rate.Learn(isThrottled: true);
        Assert.Equal(0.56, rate.Rate, 6);

        Assert.Equal([1.785714, 3.571428], new[] { rate.Take(), rate.Take() }.Select(wait => Math.Round(wait.TotalSeconds, 6)));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([0, 1.785714], new[] { rate.Take(), rate.Take() }.Select(wait => Math.Round(wait.TotalSeconds, 6)));
    }

    [Fact]
    public async Task A_client_in_the_adaptive_mode_waits_its_turn_after_a_throttling()
    {
        var clock = new InstantClock();
        using var client = A.Client(new StubHandler(Answer.Status(429), Answer.Ok()), clock, o => o with { RetryMode = RetryMode.Adaptive });

        await client.RegisterClientAsync(A.Registration, A.Ct);
        await client.RegisterClientAsync(A.Registration, A.Ct);

        // The retry's own second, in which half a token of the least rate came; the other half; and a whole one of twice the rate that was sent.
        Assert.Equal([1000, 1000, 625], clock.Waits.Select(wait => Math.Round(wait.TotalMilliseconds)));
    }

    [Fact]
    public async Task A_client_in_the_adaptive_mode_that_is_not_throttled_waits_as_in_the_standard_mode()
    {
        var clock = new InstantClock();
        using var client = A.Client(new StubHandler(Answer.Status(503), Answer.Status(503), Answer.Ok()), clock, o => o with { RetryMode = RetryMode.Adaptive });

        await client.RegisterClientAsync(A.Registration, A.Ct);

        Assert.Equal([50, 100], clock.Waits.Select(wait => wait.TotalMilliseconds));
    }
}
