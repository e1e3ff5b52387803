using Microsoft.Extensions.Time.Testing;
using SsoOidc.Files;

namespace SsoOidc.Tests.Files;

public sealed class FileLockTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string LockPath => _folder["cache/session.lock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_free_lock_is_taken_at_once_and_given_back()
    {
        for (var i = 0; i < 3; i++)
        {
            var (held, problem) = await FileLock.AcquireAsync(LockPath, TimeSpan.Zero, TimeProvider.System, Cancel);
            Assert.Null(problem);
            Assert.NotNull(held);
            held.Dispose();
        }

        if (!OperatingSystem.IsWindows())
            Assert.Equal("600", UnixMode.Of(LockPath));
    }

    [Fact]
    public async Task A_second_holder_waits_in_the_same_process_too()
    {
        var (first, _) = await FileLock.AcquireAsync(LockPath, Long, TimeProvider.System, Cancel);
        var second = FileLock.AcquireAsync(LockPath, Long, TimeProvider.System, Cancel);
        Assert.False(second.IsCompleted);

        first!.Dispose();

        using var held = (await second).Lock;
        Assert.NotNull(held);
    }

    [Fact]
    public async Task The_wait_is_bounded_by_the_injected_clock()
    {
        using var first = (await FileLock.AcquireAsync(LockPath, Long, TimeProvider.System, Cancel)).Lock;
        var time = new FakeTimeProvider();
        var second = FileLock.AcquireAsync(LockPath, TimeSpan.FromMinutes(10), time, Cancel);

        // Each step ends one pause of at most 200 ms.
        for (var step = 0; step < 2_900; step++)
            time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.False(second.IsCompleted);
        for (var step = 0; step < 3_100 && !second.IsCompleted; step++)
            time.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Equal((null, null), await second);
    }

    [Fact]
    public async Task The_wait_ends_at_once_when_cancelled()
    {
        using var first = (await FileLock.AcquireAsync(LockPath, Long, TimeProvider.System, Cancel)).Lock;
        using var cancel = new CancellationTokenSource();
        var second = FileLock.AcquireAsync(LockPath, Long, new FakeTimeProvider(), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task The_lock_of_a_killed_process_is_free()
    {
        using var holder = Worker.Start("hold-lock", LockPath);
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(Cancel));
        Assert.Equal((null, null), await FileLock.AcquireAsync(LockPath, TimeSpan.Zero, TimeProvider.System, Cancel));

        holder.Kill();
        await holder.WaitForExitAsync(Cancel);

        using var held = (await FileLock.AcquireAsync(LockPath, Long, TimeProvider.System, Cancel)).Lock;
        Assert.NotNull(held);
    }

    [Fact]
    public async Task Eight_processes_count_without_losing_one()
    {
        var workers = Enumerable.Range(0, 8).Select(_ => Worker.Start("count", LockPath, _folder["counter"], "25")).ToList();
        foreach (var worker in workers)
        {
            await worker.WaitForExitAsync(Cancel);
            Assert.Equal((0, ""), (worker.ExitCode, await worker.StandardError.ReadToEndAsync(Cancel)));
            worker.Dispose();
        }

        Assert.Equal("200", File.ReadAllText(_folder["counter"]));
    }

    [Fact]
    public async Task A_lock_that_cannot_be_made_is_a_problem_not_an_exception()
    {
        File.WriteAllText(_folder["cache"], "a file where the folder should be");
        var (held, problem) = await FileLock.AcquireAsync(LockPath, Long, TimeProvider.System, Cancel);
        Assert.Null(held);
        Assert.NotNull(problem);
    }

    [Fact]
    public async Task Who_waits_can_tell_for_whom_and_how_long()
    {
        using var holder = Worker.Start("hold-lock", LockPath);
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync(Cancel));
        var waited = new List<TimeSpan>();
        var time = new InstantClock();

        Assert.Equal((null, null), await FileLock.AcquireAsync(LockPath, TimeSpan.FromSeconds(1), time, Cancel, waited.Add));

        Assert.Equal(holder.Id, FileLock.HolderOf(LockPath));
        Assert.Equal(TimeSpan.Zero, waited[0]);
        Assert.Equal(waited.Order(), waited);
        holder.Kill();
    }

    [Fact]
    public async Task This_process_is_no_holder_to_name_and_neither_is_a_file_that_names_none()
    {
        Assert.Null(FileLock.HolderOf(LockPath));
        using (await HoldAsync())
            Assert.Null(FileLock.HolderOf(LockPath));
        File.WriteAllText(LockPath, "nobody");
        Assert.Null(FileLock.HolderOf(LockPath));

        async Task<FileLock> HoldAsync() => (await FileLock.AcquireAsync(LockPath, TimeSpan.Zero, TimeProvider.System, Cancel)).Lock!;
    }

    [Fact]
    public async Task A_passing_lock_is_one_at_a_time_and_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_folder["beside"]);
        var path = _folder["beside/config.lock"];
        var inside = 0;
        var most = 0;
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (_, _) =>
        {
            var (held, problem) = await FileLock.AcquirePassingAsync(path, Long, TimeProvider.System, Cancel);
            Assert.Null(problem);
            Assert.NotNull(held);
            using var taken = held;
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Interlocked.Decrement(ref inside);
        });

        Assert.Equal(1, most);
        Assert.Empty(Directory.GetFiles(_folder["beside"]));
        using var first = (await FileLock.AcquirePassingAsync(path, Long, TimeProvider.System, Cancel)).Lock;
        Assert.Equal((null, null), await FileLock.AcquirePassingAsync(path, TimeSpan.Zero, TimeProvider.System, Cancel));
    }
}
