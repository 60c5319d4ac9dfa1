export type { IoRedisClient } from './store/redis/ioredis.ts'
export type { NodeRedisClient } from './store/redis/node-redis.ts'
export type { RedisClient, RedisStoreOptions } from './store/redis/options.ts'
export { redisStore } from './store/redis/redis-store.ts'
